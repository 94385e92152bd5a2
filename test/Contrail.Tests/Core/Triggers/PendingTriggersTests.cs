using Contrail.Core.Triggers;
using Xunit;

namespace Contrail.Tests.Core.Triggers;

/// <summary>Rules that fired, until their snapshot is taken.</summary>
public sealed class PendingTriggersTests
{
    private const long Second = TriggerScript.Second;

    private readonly PendingTriggers _pending = new();

    [Fact]
    public void A_rule_does_not_wait_for_one_with_a_longer_time_after()
    {
        TriggerFiring slow = Add("gc-pause>500ms", after: 30, now: 0);
        TriggerFiring quick = Add("starvation", after: 0, now: 10);
        Assert.Equal((30 * Second, 10 * Second), (_pending.DueOf(slow), _pending.DueOf(quick)));
        Assert.Equal([quick], _pending.TakeDue(10 * Second));
        Assert.Empty(_pending.TakeDue((30 * Second) - 1));
        Assert.Equal([slow], _pending.TakeDue(30 * Second));
        Assert.Null(_pending.DueOf(slow));
    }

    [Fact]
    public void Rules_whose_times_end_within_a_second_share_a_snapshot_at_the_later_end()
    {
        TriggerFiring first = Add("gc-pause>500ms", after: 2, now: 0);
        TriggerFiring second = Add("starvation", after: 2, now: 1);
        TriggerFiring third = Add("exception", after: 2, now: 1.1);
        Assert.Equal(3 * Second, _pending.DueOf(first));
        Assert.Equal(3 * Second, _pending.DueOf(second));
        Assert.Equal(31 * Second / 10, _pending.DueOf(third));
        Assert.Empty(_pending.TakeDue((3 * Second) - 1));
        Assert.Equal([first, second], _pending.TakeDue(3 * Second));
        Assert.Equal([third], _pending.TakeDue(31 * Second / 10));
    }

    [Fact]
    public void A_rule_waits_at_most_half_its_own_time_and_not_until_its_cause_is_gone()
    {
        TriggerFiring none = Add("gc-pause>500ms", after: 0, now: 0);
        TriggerFiring half = Add("starvation", after: 0.5, now: 0);
        TriggerFiring later = Add("exception", after: 0.8, now: 0);
        Assert.Equal([none], _pending.TakeDue(0));
        Assert.Equal([half], _pending.TakeDue(Second / 2));
        Assert.Equal([later], _pending.TakeDue(Second));

        _pending.PeriodNanoseconds = 10 * Second;
        TriggerFiring late = Add("death", after: 9.8, now: 1);
        Add("silence>5s", after: 9, now: 2);
        Assert.Equal(108 * Second / 10, _pending.DueOf(late));
    }

    [Fact]
    public void Every_rule_is_taken_once_in_its_time_and_none_that_could_share_is_left()
    {
        Random random = new(11);
        for (int round = 0; round < 300; round++)
        {
            Dictionary<TriggerFiring, (long Due, long Latest)> expected = new(ReferenceEqualityComparer.Instance);
            for (long now = 0; now < 40 * Second; now += Second / 10)
            {
                if (now < 20 * Second && random.Next(5) == 0)
                {
                    double after = random.Next(4) == 0 ? 0 : random.Next(50) / 10d;
                    TriggerFiring added = Add("exception", after, now / (double)Second);
                    expected.Add(added, (now + At(after), now + At(after) + Math.Min(Second, At(after) / 2)));
                }

                AssertTaken(expected, now);
            }

            Assert.Empty(expected);
        }
    }

    [Fact]
    public void Too_many_are_taken_at_once()
    {
        for (int number = 0; number < PendingTriggers.MaxPending; number++)
        {
            Add("exception", after: 100, now: 0);
        }

        Assert.Empty(_pending.TakeDue(Second));
        Assert.Equal(Second, _pending.DueOf(Add("exception", after: 200, now: 1)));
        Assert.Equal(PendingTriggers.MaxPending + 1, _pending.TakeDue(Second).Count);
    }

    [Fact]
    public void The_last_snapshot_includes_what_is_not_due()
    {
        Add("exception", after: 100, now: 0);
        Assert.Single(_pending.TakeAll());
        Assert.Empty(_pending.TakeAll());
    }

    private void AssertTaken(Dictionary<TriggerFiring, (long Due, long Latest)> expected, long now)
    {
        (TriggerFiring Firing, long? Due)[] predicted =
            [.. expected.Keys.Select(one => (one, _pending.DueOf(one)))];
        IReadOnlyList<TriggerFiring> taken = _pending.TakeDue(now);
        Assert.All(predicted, one => Assert.Equal(
            one.Due <= now, taken.Contains(one.Firing, ReferenceEqualityComparer.Instance)));
        (long Due, long Latest)[] members = [.. taken.Select(one => expected[one])];
        Assert.All(members, one => Assert.InRange(now, one.Due, one.Latest));
        Assert.All(taken, one => Assert.True(expected.Remove(one)));
        if (taken.Count > 0)
        {
            Assert.Contains(members, one => expected.Values.All(left => left.Due > one.Latest));
        }
    }

    private TriggerFiring Add(string expression, double after, double now)
    {
        TriggerRule rule = TriggerScript.Rule(expression) with { AfterNanoseconds = At(after) };
        SignalKind signal = rule.On.Signals.First().Signal.Kind;
        TriggerFiring firing = new(
            rule, new Observation(signal, 7), new Verdict(VerdictReason.Fire, signal), default);
        _pending.Add(firing, At(now));
        return firing;
    }

    private static long At(double seconds) => (long)Math.Round(seconds * Second);
}
