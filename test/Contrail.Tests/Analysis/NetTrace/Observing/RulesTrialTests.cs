using Contrail.Analysis.NetTrace.Observing;
using Contrail.Core.Formats;
using Contrail.Core.Triggers;
using Contrail.Tests.Support;
using Contrail.Tool.Text;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Analysis.NetTrace.Observing;

/// <summary>Rules that are run over recorded files.</summary>
public sealed class RulesTrialTests
{
    private static readonly byte[] File = new NetTraceFile()
        .Add(Exception("A", "a"), 0).Add(Exception("A", "a"), 200).Add(Exception("B", "b"), 400)
        .Add(Exception("A", "a"), 12_000).Add(Exception("A", "a"), 20_000).Point(20_000).Whole();

    [Fact]
    public void It_reports_what_would_have_fired_and_how_often_a_day()
    {
        TriggerRule[] rules =
        [
            Rule("exception:A"), Rule("exception:C"), Rule("silence>5s"), Rule("death"),
            Rule("exception:B") with { CooldownNanoseconds = 0, MaxPerDay = null },
        ];
        TriedFile tried = Run(rules);
        using StringWriter output = new() { NewLine = "\n" };
        TrialText.Write(output, "a.nettrace", tried);
        TrialText.WriteRates(output, [tried, tried]);
        Assert.Equal(
            """
            a.nettrace: 20.0 s
              exception:A: 1 snapshot, of 4 observations, 3 suppressed
                03:04:05.000  trigger exception:A, A
              exception:C: nothing was observed for it
              silence>5s: 1 snapshot, of 7 observations, 1 suppressed
                03:04:11.000  trigger silence>5s, 5.6 s (limit 5.0 s)
              death: unknown, because files do not show its signal
              exception:B: 1 snapshot, of 1 observation
                03:04:05.400  trigger exception:B, B
            In a day as these 40.0 s:
              exception:A: met 17,280 times, 10 snapshots
              exception:C: met 0 times, 0 snapshots
              silence>5s: met 8,640 times, 10 snapshots
              death: met 0 times, 0 snapshots
              exception:B: met 4,320 times, 4,320 snapshots

            """,
            output.ToString());
    }

    [Fact]
    public void Each_file_is_a_process_of_its_own()
    {
        RulesTrial trial = new([Rule("exception:A")]);
        for (int number = 0; number < 2; number++)
        {
            using MemoryStream stream = new(File);
            Assert.True(trial.TryRun(stream, out TriedFile? tried, out _, CancellationToken.None));
            Assert.Single(tried!.Firings);
        }
    }

    [Fact]
    public void Another_file_is_refused()
    {
        using MemoryStream stream = new([1, 2, 3]);
        Assert.False(new RulesTrial([Rule("exception")]).TryRun(
            stream, out TriedFile? tried, out TraceFault? fault, CancellationToken.None));
        Assert.Null(tried);
        Assert.NotNull(fault);
    }

    private static TriggerRule Rule(string expression) => TriggerRules.Parse(expression, out _)[0];

    private static TriedFile Run(IReadOnlyList<TriggerRule> rules)
    {
        using MemoryStream stream = new(File);
        Assert.True(new RulesTrial(rules).TryRun(stream, out TriedFile? tried, out _, CancellationToken.None));
        return tried!;
    }
}
