using Contrail.Analysis.Trials;
using Contrail.Core.Triggers;
using Xunit;

namespace Contrail.Tests.Analysis.Trials;

/// <summary>Rules that decide on the observations of a file.</summary>
public sealed class TrialRunTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void A_file_with_many_long_gaps_has_a_limited_number_of_ticks()
    {
        TrialRun run = Run("silence>5s");
        for (long day = 0; day < 20_000; day++)
        {
            run.Observe(new Observation(SignalKind.Silence, day * 86_400 * Second));
        }

        Assert.InRange(run.TickCount, 500_000, TrialRun.MaxTicks);
        Assert.InRange(run.Rules.States[0].FiringCount, 1, 20_000);
    }

    [Fact]
    public void Moments_can_be_anything()
    {
        TrialRun run = Run("silence>5s");
        foreach (long moment in (long[])[long.MinValue, long.MaxValue, 0, long.MinValue, long.MaxValue])
        {
            run.Observe(new Observation(SignalKind.Silence, moment));
            run.TickUntil(moment);
        }

        Assert.InRange(run.TickCount, 1, TrialRun.MaxTicks);
    }

    [Fact]
    public void Firings_are_counted_and_few_are_kept()
    {
        TrialRun run = Run("exception");
        for (int number = 0; number < 1_000; number++)
        {
            run.Observe(new Observation(SignalKind.Exception, number));
        }

        Assert.Equal(1_000, run.Rules.States[0].FiringCount);
        Assert.Equal([0, 1, 2, 3, 4], run.Firings.Select(one => one.Observation.Nanoseconds));
    }

    [Fact]
    public void A_rule_does_not_fire_again_before_its_snapshot_would_be_written()
    {
        TriggerRule rule = TriggerRules.Parse("exception", out _)[0] with
        {
            AfterNanoseconds = 2 * Second,
            CooldownNanoseconds = 0,
        };
        TrialRun run = new([rule]);
        foreach (long seconds in (long[])[0, 1, 2, 3, 4])
        {
            run.Observe(new Observation(SignalKind.Exception, seconds * Second));
        }

        Assert.Equal([0, 2 * Second, 4 * Second], run.Firings.Select(one => one.Observation.Nanoseconds));
    }

    private static TrialRun Run(string expression) => new(
    [
        .. TriggerRules.Parse(expression, out _)
            .Select(rule => rule with { CooldownNanoseconds = 0, MaxPerDay = null }),
    ]);
}
