using Contrail.Core.Triggers;
using Xunit;

namespace Contrail.Tests.Core.Triggers;

/// <summary>Rules that fired, until their snapshot is taken.</summary>
public sealed class PendingTriggersTests
{
    private const long Second = TriggerScript.Second;

    private readonly PendingTriggers _pending = new();

    [Fact]
    public void What_fires_before_the_snapshot_is_due_shares_it_and_extends_it()
    {
        _pending.Add(Firing("gc-pause>500ms", 2 * Second), 0);
        TriggerFiring last = Firing("starvation", 3 * Second);
        _pending.Add(last, Second);
        Assert.Equal(4 * Second, _pending.DueOf(last));
        Assert.Empty(_pending.TakeDue(3 * Second));
        Assert.Equal(["gc-pause>500ms", "starvation"], _pending.TakeDue(4 * Second).Select(one => one.Rule.Name));
        Assert.Empty(_pending.TakeDue(4 * Second));
        Assert.Null(_pending.DueOf(last));
    }

    [Fact]
    public void The_last_snapshot_includes_what_is_not_due()
    {
        _pending.Add(Firing("exception", 100 * Second), 0);
        Assert.Single(_pending.TakeAll());
        Assert.Empty(_pending.TakeAll());
    }

    private static TriggerFiring Firing(string expression, long after)
    {
        TriggerRule rule = TriggerScript.Rule(expression) with { AfterNanoseconds = after };
        SignalKind signal = rule.On.Signals.First().Signal.Kind;
        return new TriggerFiring(
            rule, new Observation(signal, 7), new Verdict(VerdictReason.Fire, signal), default);
    }
}
