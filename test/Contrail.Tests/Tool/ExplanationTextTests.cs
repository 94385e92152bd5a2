using Contrail.Core.Triggers;
using Contrail.Tool.Text;
using Contrail.Triggers;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>Why rules fired or did not, for people.</summary>
public sealed class ExplanationTextTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void It_shows_why_a_rule_fired_and_did_not()
    {
        TriggerSet rules = new(
        [
            .. TriggerRules.Parse("gc-pause>500ms", out _), .. TriggerRules.Parse("starvation", out _),
            .. TriggerRules.Parse("event:Shop/Failed payload.Attemps>5", out _),
        ]);
        rules.Decide(new Observation(SignalKind.GcPause, Second) { Value = 20e6 });
        Assert.Single(rules.Decide(new Observation(SignalKind.GcPause, 2 * Second) { Value = 612e6 }));
        rules.Written(rules.States[0].Pending!);
        rules.Decide(new Observation(SignalKind.GcPause, 4 * Second) { Value = 700e6 });
        SignalCondition condition = rules.States[2].Rule.On.Signals.Single();
        MissingField missing = new(condition, "Attemps", "Shop/Failed", "Attempts");
        TriggersExplanation explanation = new(
            "Shop", 42, [.. rules.States.Select(state => TriggersExplanation.Of(state, 5 * Second, [missing], []))])
        {
            MissedCount = 3,
        };

        IReadOnlyList<TriggersExplanation>? read =
            TriggersExplanation.FromJson(TriggersExplanation.ToJson([explanation]));
        Assert.NotNull(read);
        using StringWriter output = new() { NewLine = "\n" };
        ExplanationText.Write(output, read);
        Assert.Equal(
            """
            Shop, pid 42
            gc-pause>500ms: fired 1 time, of 3 observations, 1 suppressed by the cooldown
                1.0 s ago: suppressed by the cooldown, 2.0 s (limit 60.0 s)
                3.0 s ago: fired, 612 ms (limit 500 ms)
                4.0 s ago: within the limit, 20 ms (limit 500 ms)
            starvation: nothing was observed for it yet
            event:Shop/Failed payload.Attemps>5: nothing was observed for it yet
                Shop/Failed has no field 'Attemps'; did you mean 'Attempts'?
            3 events arrived too fast to be observed; the snapshot contains them.

            """,
            output.ToString());
    }

    [Theory]
    [InlineData("event", "Faled", "no event 'Failed' has arrived from Shop in 30.0 s; it does not exist, or has not "
        + "been written yet; did you mean 'Faled'? Arrived from Shop: Faled, Placed and 10 more")]
    [InlineData("counter", null, "no counter 'Failed' has arrived from Shop in 30.0 s; it does not exist, or has not "
        + "been written yet; arrived from Shop: Faled, Placed and 10 more")]
    [InlineData("provider", null, "nothing has arrived from Shop in 30.0 s; whether it exists is unknown; arrived from "
        + "others: Faled, Placed and 10 more")]
    public void It_shows_names_that_do_not_arrive(string kind, string? nearest, string expected)
    {
        ExplainedName name = new(kind, "Shop", "Failed")
        {
            WaitedSeconds = 30,
            Known = ["Faled", "Placed"],
            KnownCount = 12,
            Nearest = nearest,
        };
        RuleExplanation rule = new("failed", "event:Shop/Failed") { MissingNames = [name] };
        using StringWriter output = new() { NewLine = "\n" };
        TriggersExplanation explanation = new("Shop", 42, [rule]);
        ExplanationText.Write(output, TriggersExplanation.FromJson(TriggersExplanation.ToJson([explanation]))!);
        Assert.Equal($"    {expected}", output.ToString().Split('\n')[2]);
    }

    [Fact]
    public void It_shows_that_the_profile_in_force_lacks_the_events_of_a_rule()
    {
        RuleExplanation rule = new("storms", "exception rate>20/s in 1s")
        {
            NotRecorded = ["exception rate>20/s in 1s"],
        };
        TriggersExplanation explanation = new("Shop", 42, [rule])
        {
            Profile = new ActiveProfile("collections", DateTime.UnixEpoch, "25,000 events/s"),
        };
        using StringWriter output = new() { NewLine = "\n" };
        ExplanationText.Write(output, TriggersExplanation.FromJson(TriggersExplanation.ToJson([explanation]))!);
        Assert.Equal(
            """
            Shop, pid 42, profile collections (25,000 events/s)
            storms (exception rate>20/s in 1s): nothing was observed for it yet
                cannot fire now: the profile 'collections' lacks the events of exception rate>20/s in 1s

            """,
            output.ToString());
    }

    [Fact]
    public void It_shows_the_last_firing_also_in_a_storm()
    {
        TriggerSet rules = new(TriggerRules.Parse("exception", out _));
        for (int number = 0; number <= TriggerState.MaxRecent; number++)
        {
            rules.Decide(new Observation(SignalKind.Exception, (1 + number) * Second) { Subject = "A" });
        }

        RuleExplanation rule =
            TriggersExplanation.Of(rules.States[0], 11 * Second, [], []) with { SnapshotInSeconds = 2 };
        TriggersExplanation explanation = new("Shop", 42, [rule]);
        using StringWriter output = new() { NewLine = "\n" };
        ExplanationText.Write(output, TriggersExplanation.FromJson(TriggersExplanation.ToJson([explanation]))!);
        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3 + TriggerState.MaxRecent + 1, lines.Length);
        Assert.Equal(
            "exception: fired 1 time, of 9 observations, 8 met again before the snapshot was written", lines[1]);
        Assert.Equal("    its snapshot is taken in 2.0 s", lines[2]);
        Assert.Equal("    10.0 s ago: A, fired", lines[^1]);
        Assert.All(
            lines[3..^1], line => Assert.Contains("A, met again before its snapshot", line, StringComparison.Ordinal));
    }

    [Fact]
    public void It_shows_that_a_snapshot_could_not_be_written()
    {
        TriggerSet rules = new(TriggerRules.Parse("exception", out _));
        TriggerFiring firing = Assert.Single(rules.Decide(new Observation(SignalKind.Exception, 0) { Subject = "A" }));
        rules.Failed(rules.Take(firing));
        rules.Decide(new Observation(SignalKind.Exception, Second / 2) { Subject = "A" });
        RuleExplanation rule = TriggersExplanation.Of(rules.States[0], Second, [], []) with { SnapshotInSeconds = 0 };
        using StringWriter output = new() { NewLine = "\n" };
        ExplanationText.Write(output, [new TriggersExplanation("Shop", 42, [rule])]);
        Assert.Equal(
            """
            Shop, pid 42
            exception: fired 1 time, of 2 observations, 1 could not be written, 1 suppressed after a failed snapshot
                its snapshot is being written
                500 ms ago: A, suppressed because its snapshot could not be written, 500 ms (limit 1.0 s)
                1.0 s ago: A, fired

            """,
            output.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("[null]")]
    [InlineData("[{\"schema\":\"contrail.explanation/2\",\"process\":\"a\",\"processId\":1,\"rules\":[]}]")]
    [InlineData("[{\"process\":\"a\",\"processId\":1}]")]
    public void Another_form_is_not_read(string text) =>
        Assert.Null(TriggersExplanation.FromJson(System.Text.Encoding.UTF8.GetBytes(text)));
}
