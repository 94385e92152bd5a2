using Contrail.Core.Triggers;
using Xunit;

namespace Contrail.Tests.Core.Triggers;

/// <summary>How often rules fire.</summary>
public sealed class SuppressionTests
{
    private const long Second = TriggerScript.Second;

    [Theory]
    [InlineData("gc-pause>500ms", 1)]
    [InlineData("exception", 1)]
    [InlineData("exception rate>10/s", 11)]
    [InlineData("exception count>=100 in 1m", 100)]
    [InlineData("exception or gc-pause>500ms", 1)]
    public void A_storm_fires_once_and_every_suppressed_firing_is_counted(string expression, int neededCount)
    {
        const int Count = 10_000;
        TriggerScript script = new(TriggerScript.Rule(expression) with { CooldownNanoseconds = 60 * Second });
        SignalKind signal = expression.StartsWith("gc", StringComparison.Ordinal)
            ? SignalKind.GcPause : SignalKind.Exception;
        int firings = Enumerable.Range(0, Count).Count(index => script.See(signal, index / (double)Count, 1e9));
        Assert.Equal(1, firings);
        TriggerState state = script.State;
        Assert.Equal((Count, Count - neededCount + 1), (state.ObservationCount, state.MatchCount));
        Assert.Equal(new SuppressedCounts(Count - neededCount, 0, 0), state.Suppressed);
        Assert.Equal(TriggerState.MaxRecent, state.Recent.Count);

        // After the storm and the cooldown the next storm fires, and reports what was suppressed.
        Assert.Contains(true, Enumerable.Range(0, neededCount).Select(_ => script.See(signal, 65, 1e9)));
        Assert.Equal(new SuppressedCounts(Count - neededCount, 0, 0), state.LastFiring!.Suppressed);
    }

    [Fact]
    public void Cooldown_and_quotas_state_why_a_rule_does_not_fire()
    {
        TriggerScript script = new(TriggerScript.Rule("death") with
        {
            CooldownNanoseconds = 10 * Second,
            MaxPerHour = 2,
            MaxPerDay = 3,
        });
        Assert.True(Dies(0));
        Assert.False(Dies(9));
        Assert.Equal(
            new Verdict(VerdictReason.CoolingDown, SignalKind.Death, 9 * Second, 10 * Second, SignalUnit.Duration),
            script.Last);
        Assert.True(Dies(10));
        Assert.False(Dies(3_599));
        Assert.Equal(
            new Verdict(VerdictReason.HourlyQuotaUsed, SignalKind.Death, 2, 2, SignalUnit.Count), script.Last);
        Assert.True(Dies(3_600));
        Assert.False(Dies(20_000));
        Assert.Equal(
            new Verdict(VerdictReason.DailyQuotaUsed, SignalKind.Death, 3, 3, SignalUnit.Count), script.Last);
        Assert.True(Dies(86_400));
        Assert.Equal(new SuppressedCounts(0, 0, 1), script.State.LastFiring!.Suppressed);
        Assert.Equal(new SuppressedCounts(1, 1, 1), script.State.Suppressed);

        bool Dies(double seconds) => script.See(SignalKind.Death, seconds, subject: "crash");
    }

    [Fact]
    public void A_rule_does_not_fire_again_before_its_snapshot_is_written()
    {
        TriggerSet set = new([TriggerScript.Rule("exception") with { MaxPerDay = 2, AfterNanoseconds = 5 * Second }]);
        TriggerState state = set.States[0];
        TriggerFiring first = Assert.Single(Throws(1));
        Assert.Empty(Throws(3));
        Assert.Equal(
            new Verdict(
                VerdictReason.SnapshotPending, SignalKind.Exception, 2 * Second, 5 * Second, SignalUnit.Duration),
            state.LastVerdict);
        Assert.Equal(1, set.Take(first).RepeatedCount);
        Assert.Empty(Throws(7));
        set.Written(first);
        TriggerFiring second = Assert.Single(Throws(8));
        Assert.Equal(new SuppressedCounts(0, 0, 0, Pending: 1), second.Suppressed);
        set.Written(second);
        Assert.Empty(Throws(9));
        Assert.Equal(VerdictReason.DailyQuotaUsed, state.LastVerdict.Reason);
        Assert.Equal((5, 2), (state.MatchCount, state.FiringCount));

        IReadOnlyList<TriggerFiring> Throws(long seconds) =>
            set.Decide(new Observation(SignalKind.Exception, seconds * Second));
    }

    [Fact]
    public void A_snapshot_that_fails_uses_no_quota_and_the_rule_fires_again_after_a_growing_pause()
    {
        TriggerRule rule = TriggerScript.Rule("exception") with
        {
            CooldownNanoseconds = 3_600 * Second,
            MaxPerHour = 1,
            MaxPerDay = 1,
        };
        TriggerSet set = new([rule]);
        TriggerState state = set.States[0];
        long now = 0;
        foreach (int pause in (int[])[1, 2, 4, 8, 16, 32, 60, 60])
        {
            set.Failed(set.Take(Assert.Single(Throws())));
            now += (pause * Second) - 1;
            Assert.Empty(Throws());
            Assert.Equal(
                new Verdict(
                    VerdictReason.SnapshotFailed, SignalKind.Exception, (pause * Second) - 1, pause * Second,
                    SignalUnit.Duration),
                state.LastVerdict);
            now++;
        }

        TriggerFiring written = Assert.Single(Throws());
        Assert.Equal(new SuppressedCounts(0, 0, 0, Failure: 16), written.Suppressed);
        Assert.Equal(8, state.FailedCount);
        set.Written(written);
        now += Second;
        Assert.Empty(Throws());
        Assert.Equal(VerdictReason.CoolingDown, state.LastVerdict.Reason);

        IReadOnlyList<TriggerFiring> Throws() => set.Decide(new Observation(SignalKind.Exception, now));
    }

    [Fact]
    public void The_snapshot_of_a_rule_that_is_replaced_before_it_is_taken_counts_what_was_met()
    {
        TriggerRule rule = TriggerScript.Rule("exception") with { Name = "one" };
        TriggerSet set = new([rule]);
        TriggerFiring firing = Assert.Single(set.Decide(new Observation(SignalKind.Exception, 1)));
        Assert.Empty(set.Decide(new Observation(SignalKind.Exception, 2)));
        set.Reload([rule with { On = TriggerScript.Rule("death").On }]);
        set.Reload([rule with { On = TriggerScript.Rule("death:crash").On }]);
        Assert.Single(set.Decide(new Observation(SignalKind.Death, 3) { Subject = "crash" }));
        Assert.Equal(1, set.Take(firing).RepeatedCount);
        set.Written(firing);
        Assert.Equal(0, set.Take(firing).RepeatedCount);
    }

    [Fact]
    public void Each_time_a_condition_is_met_is_in_one_manifest_whatever_happens_to_snapshots()
    {
        Random random = new(10);
        for (int round = 0; round < 200; round++)
        {
            TriggerRule rule = TriggerScript.Rule("exception") with
            {
                CooldownNanoseconds = random.Next(3) * Second,
                MaxPerHour = random.Next(2) == 0 ? random.Next(1, 20) : null,
            };
            TriggerSet set = new([rule]);
            long reported = 0;
            TriggerFiring? pending = null;
            for (int step = 0; step < 200; step++)
            {
                Observation observation = new(SignalKind.Exception, step * random.NextInt64(Second));
                pending = set.Decide(observation).SingleOrDefault() ?? pending;
                if (pending is not null && random.Next(4) == 0)
                {
                    reported += TriggerScript.Conclude(set, pending, random.Next(3), () => set.Decide(observation));
                    pending = null;
                }
            }

            TriggerState state = set.States[0];
            long unreported = state.SuppressedSinceFiring.Total
                + (pending is null ? 0 : 1 + pending.Suppressed.Total);
            Assert.Equal(state.MatchCount, reported + unreported);
        }
    }
}
