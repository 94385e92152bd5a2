using Contrail.Core.Triggers;
using Contrail.Tool.Foreground;
using Contrail.Tool.Text;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>Triggers of a recording in the foreground.</summary>
public sealed class TriggerChoiceTests
{
    [Fact]
    public void What_fires_before_the_snapshot_is_due_shares_it()
    {
        using FiredTriggers fired = new(new RulesInForce(new ChosenRules([], null)));
        Assert.Null(fired.TakeDue(isOver: false));
        fired.Plan.Fire([Firing("gc-pause>500ms", 612e6, SignalUnit.Duration)]);
        fired.Plan.Fire([Firing("exception", 0, SignalUnit.None, "System.TimeoutException")]);
        StopRequest? due = fired.TakeDue(isOver: false);
        Assert.Equal("trigger gc-pause>500ms; trigger exception", due?.Reason);
        Assert.Equal(
            ["trigger gc-pause>500ms, 612 ms (limit 500 ms)", "trigger exception, System.TimeoutException"],
            due?.Fired.Select(TriggerText.Of));
        Assert.False(due?.End);
        Assert.Null(fired.TakeDue(isOver: false));
    }

    [Fact]
    public void A_snapshot_waits_for_its_time_after()
    {
        using FiredTriggers fired = new(new RulesInForce(new ChosenRules([], null)));
        TriggerFiring firing = Firing("starvation", 9, SignalUnit.Count);
        fired.Plan.Fire([firing with { Rule = firing.Rule with { AfterNanoseconds = long.MaxValue / 4 } }]);
        Assert.Null(fired.TakeDue(isOver: false));
    }

    [Fact]
    public void After_the_end_of_the_process_the_last_snapshot_includes_what_is_pending()
    {
        using FiredTriggers fired = new(new RulesInForce(new ChosenRules([], null)));
        fired.Plan.Fire([Firing("death", 0, SignalUnit.None, "crash")]);
        Assert.Null(fired.TakeDue(isOver: true));
        Assert.Single(fired.AddPending(new StopRequest("the process died", End: true)).Fired);
    }

    [Fact]
    public void A_snapshot_that_is_not_written_is_reported_and_its_rule_can_fire_again()
    {
        using FiredTriggers fired = new(
            new RulesInForce(new ChosenRules(TriggerRules.Parse("exception", out _), null)));
        fired.Plan.Fire(Throw(0));
        fired.Plan.Fire(Throw(1));
        List<string> notes = [];
        fired.Conclude(fired.TakeDue(isOver: false)!.Value, saved: null, error: null, process: null, notes.Add);
        Assert.Equal(["not written for trigger exception, 2 times"], notes);
        Assert.Empty(Throw(1));
        Assert.Single(Throw(3));

        IReadOnlyList<TriggerFiring> Throw(int seconds) => fired.Plan.With(
            rules => rules.Decide(new Observation(SignalKind.Exception, seconds * 1_000_000_000L)));
    }

    private static TriggerFiring Firing(string expression, double figure, SignalUnit unit, string subject = "") => new(
        TriggerRules.Parse(expression, out _)[0],
        new Observation(SignalKind.GcPause, 0) { Subject = subject },
        new Verdict(VerdictReason.Fire, SignalKind.GcPause, figure, 500e6, unit),
        default);
}
