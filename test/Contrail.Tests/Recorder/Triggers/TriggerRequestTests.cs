using Contrail.Core.Triggers;
using Contrail.Snapshots;
using Contrail.Triggers;
using Xunit;

namespace Contrail.Tests.Recorder.Triggers;

/// <summary>The request for the snapshot of rules that fired.</summary>
public sealed class TriggerRequestTests
{
    [Fact]
    public void It_names_some_rules_and_has_the_facts_of_all()
    {
        SnapshotRequest request = TriggerRequest.Of([.. Enumerable.Range(1, 6).Select(Fired)]);
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
                RepeatedCount = 6,
                SuppressedByCooldown = 3,
                SuppressedByDailyQuota = 1,
                SuppressedByPending = 4,
                SuppressedByFailure = 5,
            },
            trigger);
    }

    private static PendingTrigger Fired(int number)
    {
        TriggerFiring firing = new(
            TriggerRules.Parse($"gc-pause>{number}s", out _)[0],
            new Observation(SignalKind.GcPause, 7),
            new Verdict(VerdictReason.Fire, SignalKind.GcPause, 1.5e9, 1e9, SignalUnit.Duration),
            new SuppressedCounts(3, 0, 1, 4, 5));
        return new PendingTrigger(firing, 6);
    }
}
