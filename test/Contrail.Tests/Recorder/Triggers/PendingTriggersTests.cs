using Contrail.Core.Triggers;
using Contrail.Snapshots;
using Contrail.Tests.Support;
using Contrail.Triggers;
using Xunit;

namespace Contrail.Tests.Recorder.Triggers;

/// <summary>Rules that fired, until their snapshot is taken.</summary>
public sealed class PendingTriggersTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void What_fires_before_the_snapshot_is_due_shares_it_and_extends_it()
    {
        PendingTriggers pending = new(_time);
        pending.Add(Firing("gc-pause>500ms", after: 2));
        _time.Advance(TimeSpan.FromSeconds(1));
        pending.Add(Firing("starvation", after: 3));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(pending.TakeDue());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["gc-pause>500ms", "starvation"], pending.TakeDue().Select(one => one.Firing.Rule.Name));
        Assert.Empty(pending.TakeDue());
    }

    [Fact]
    public void A_rule_that_fires_again_is_counted_and_not_kept()
    {
        PendingTriggers pending = new(_time);
        for (int number = 0; number < 10_000; number++)
        {
            pending.Add(Firing("exception", after: 1));
        }

        PendingTrigger only = Assert.Single(pending.TakeAll());
        Assert.Equal(9_999, only.RepeatedCount);
        Assert.Equal(9_999, only.ToManifest().RepeatedCount);
    }

    [Fact]
    public void The_last_snapshot_includes_what_is_not_due()
    {
        PendingTriggers pending = new(_time);
        pending.Add(Firing("exception", after: 100));
        Assert.Single(pending.TakeAll());
        Assert.Empty(pending.TakeAll());
    }

    [Fact]
    public void The_request_names_some_rules_and_has_the_facts_of_all()
    {
        PendingTriggers pending = new(_time);
        for (int number = 1; number <= 6; number++)
        {
            pending.Add(Firing($"gc-pause>{number}s"));
        }

        SnapshotRequest request = PendingTriggers.RequestOf(pending.TakeDue());
        Assert.Equal(
            "trigger gc-pause>1s; trigger gc-pause>2s; trigger gc-pause>3s; trigger gc-pause>4s; and 2 more",
            request.Reason);
        Assert.Equal(6, request.Triggers.Count);
        (long nanoseconds, ManifestTrigger trigger) = request.Triggers[0];
        Assert.Equal(7, nanoseconds);
        Assert.Equal(
            new ManifestTrigger("gc-pause>1s", "gc-pause>1s", "gc-pause")
            {
                Figure = 1.5,
                Limit = 1,
                Unit = "seconds",
                SuppressedByCooldown = 3,
                SuppressedByDailyQuota = 1,
            },
            trigger);
    }

    private static TriggerFiring Firing(string expression, int after = 0)
    {
        TriggerRule rule = TriggerRules.Parse(expression, out _)[0];
        SignalKind signal = rule.On.Signals.First().Signal.Kind;
        return new TriggerFiring(
            rule with { AfterNanoseconds = after * 1_000_000_000L },
            new Observation(signal, 7),
            new Verdict(VerdictReason.Fire, signal, 1.5e9, 1e9, SignalUnit.Duration),
            new SuppressedCounts(3, 0, 1));
    }
}
