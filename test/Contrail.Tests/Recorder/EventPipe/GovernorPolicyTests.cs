using Contrail.Core.Formats;
using Contrail.EventPipe;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Recorder.EventPipe;

public sealed class GovernorPolicyTests
{
    private const int MaxLevel = 2;

    private static readonly GovernorOptions Limits = new();
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.5);
    private static readonly GovernorLoad Storm = new(100_000, 5e6, HasStacks: true);
    private static readonly GovernorLoad Calm = new(100, 5000, HasStacks: true);

    // Storms and calms of any length, in looks of half a second.
    private static readonly Gen<List<(bool IsStorm, int Looks)>> Weather =
        Gen.Select(Gen.Bool, Gen.Int[1, 60]).List[1, 60];

    [Fact]
    public void Over_the_limit_for_a_while_it_steps_down_and_in_calm_it_steps_back()
    {
        List<(double At, GovernorStep Step)> steps = Follow([(true, 4), (false, 30)]);
        Assert.Equal([(1.5, GovernorStep.Down), (12, GovernorStep.Up)], steps);
    }

    [Fact]
    public void A_burst_shorter_than_that_changes_nothing() =>
        Assert.Empty(Follow([.. Enumerable.Repeat<(bool, int)[]>([(true, 2), (false, 1)], 50).SelectMany(one => one)]));

    [Fact]
    public void A_storm_that_lasts_is_tried_ever_more_rarely()
    {
        GovernorMemory memory = GovernorMemory.Fresh(Limits);
        List<double> ups = [];
        for (int look = 0; look < 8000; look++)
        {
            // The cheaper profile does not see the storm, so it looks calm there.
            GovernorLoad load = memory.Level == 0 ? Storm : Calm;
            (memory, GovernorStep step) = GovernorPolicy.Decide(memory, load, Look, Limits, MaxLevel);
            if (step == GovernorStep.Up)
            {
                ups.Add(look / 2d);
            }
        }

        double[] waits = [.. ups.Zip(ups.Skip(1), (one, next) => next - one)];
        Assert.Equal([21.5, 41.5, 81.5, 161.5, 321.5, 321.5], waits.Take(6));
    }

    [Theory]
    [InlineData(20_001, 0, true)]
    [InlineData(19_999, 0, false)]
    [InlineData(19_999, 6e6, true)]
    [InlineData(0, 26e6, true)]
    public void Events_and_what_they_cost_both_have_a_limit(double events, double bytes, bool isOver)
    {
        GovernorMemory memory = GovernorMemory.Fresh(Limits);
        GovernorStep step = GovernorStep.None;
        for (int look = 0; look < 3; look++)
        {
            GovernorLoad load = new(events, bytes, HasStacks: true);
            (memory, step) = GovernorPolicy.Decide(memory, load, Look, Limits, MaxLevel);
        }

        Assert.Equal(isOver ? GovernorStep.Down : GovernorStep.None, step);
    }

    [Theory]
    [InlineData(900, 0.1, 1_000, true)]
    [InlineData(900, 0.3, 10, true)]
    [InlineData(2_000, 0, 10, true)]
    [InlineData(900, 0.2, 10, false)]
    public void A_load_that_the_runtime_cannot_keep_up_with_is_over_the_limit_at_any_rate(
        int lagMilliseconds, double streamingShare, int writers, bool isOver)
    {
        GovernorLoad load = new(900, 5e4, HasStacks: true)
        {
            Lag = TimeSpan.FromMilliseconds(lagMilliseconds),
            StreamingShare = streamingShare,
            WriterCount = writers,
        };
        GovernorStep step = GovernorStep.None;
        GovernorMemory memory = GovernorMemory.Fresh(Limits);
        for (int look = 0; look < 3; look++)
        {
            (memory, step) = GovernorPolicy.Decide(memory, load, Look, Limits, MaxLevel);
        }

        Assert.Equal(isOver ? GovernorStep.Down : GovernorStep.None, step);
    }

    [Fact]
    public void A_sampler_has_limits_of_its_own_unless_others_are_chosen()
    {
        Assert.Equal(5 * Limits.MaxEventsPerSecond, Profile.CpuEventPipe.Allow(Limits).MaxEventsPerSecond);
        Assert.Equal(Limits, Profile.Default.Allow(Limits));
        GovernorOptions chosen = new() { MaxEventsPerSecond = 50_000 };
        Assert.Equal(chosen, Profile.CpuEventPipe.Allow(chosen));
    }

    // Ticks are milliseconds: from, to, and the seconds on our own clock meanwhile.
    [Theory]
    [InlineData(1_000L, 3_300L, 0.5, 2.3)]
    [InlineData(1_000L, 1_500L, 0.5, 0.5)]
    [InlineData(1_000L, 1_000L, 0.5, 0.5)]
    [InlineData(1_000L, 1_050L, 0.5, 0.5)]
    [InlineData(null, 1_500L, 0.5, 0.5)]
    public void A_rate_is_over_the_time_that_the_trace_covers(long? from, long? to, double elapsed, double expected)
    {
        TraceTicks? first = from is { } start ? new TraceTicks(start) : null;
        TraceTicks? last = to is { } end ? new TraceTicks(end) : null;
        Assert.Equal(
            expected, Governor.SecondsOfTrace(first, last, 1_000, TimeSpan.FromSeconds(elapsed)), tolerance: 1e-9);
    }

    [Theory]
    [InlineData(3, 0, 60)]
    [InlineData(0, 300, 60)]
    [InlineData(0, 299, 10)]
    public void A_step_that_would_do_harm_is_retried_after_a_minute(int lagSeconds, int writers, double calmSeconds)
    {
        GovernorLoad dear = new(50_000, 5e6, HasStacks: true)
        {
            Lag = TimeSpan.FromSeconds(lagSeconds),
            WriterCount = writers,
        };
        GovernorMemory memory = GovernorMemory.Fresh(Limits);
        GovernorStep step = GovernorStep.None;
        while (step != GovernorStep.Down)
        {
            (memory, step) = GovernorPolicy.Decide(memory, dear, Look, Limits, MaxLevel);
        }

        int lookCount = 0;
        while (step != GovernorStep.Up)
        {
            (memory, step) = GovernorPolicy.Decide(memory, Calm, Look, Limits, MaxLevel);
            lookCount++;
        }

        Assert.Equal(calmSeconds, lookCount * Look.TotalSeconds);
    }

    [Fact]
    public void Recording_ends_where_no_profile_is_cheap_enough()
    {
        GovernorLoad behind = new(900, 5e4, HasStacks: false) { Lag = TimeSpan.FromSeconds(3) };
        GovernorMemory memory = GovernorMemory.Fresh(Limits);
        List<(double At, GovernorStep Step)> steps = [];
        for (int look = 1; look < 60; look++)
        {
            (memory, GovernorStep step) = GovernorPolicy.Decide(memory, behind, Look, Limits, MaxLevel);
            if (step != GovernorStep.None)
            {
                steps.Add((look * Look.TotalSeconds, step));
            }

            if (step == GovernorStep.Release)
            {
                break;
            }
        }

        Assert.Equal([(1.5, GovernorStep.Down), (3, GovernorStep.Down), (11, GovernorStep.Release)], steps);

        // The threads of other tools' sessions cannot be distinguished from the recorder's, so their time ends no
        // recording.
        GovernorLoad busy = new(900, 5e4, HasStacks: false) { StreamingShare = 0.9 };
        memory = GovernorMemory.Fresh(Limits) with { Level = MaxLevel };
        for (int look = 0; look < 60; look++)
        {
            (memory, GovernorStep step) = GovernorPolicy.Decide(memory, busy, Look, Limits, MaxLevel);
            Assert.Equal(GovernorStep.None, step);
        }

        // Events alone never end a recording: the cheapest profile is all that can be done about them.
        memory = GovernorMemory.Fresh(Limits) with { Level = MaxLevel };
        for (int look = 0; look < 60; look++)
        {
            (memory, GovernorStep step) = GovernorPolicy.Decide(memory, Storm, Look, Limits, MaxLevel);
            Assert.Equal(GovernorStep.None, step);
        }
    }

    [Fact]
    public void It_never_stays_over_its_limits_longer_than_allowed_unless_no_profile_is_cheaper() =>
        Weather.Sample(weather => Every(weather, static (before, isStorm, step) =>
            !isStorm || before.Level == MaxLevel || before.OverFor + Look < GovernorPolicy.MinOver
            || step == GovernorStep.Down));

    [Fact]
    public void It_always_steps_back_after_its_patience_and_never_before() =>
        Weather.Sample(weather => Every(weather, static (before, isStorm, step) =>
        {
            bool isDue = !isStorm && before.Level > 0 && before.CalmFor + Look >= before.Patience;
            return isDue == (step == GovernorStep.Up) && before.Patience >= Limits.CalmTime
                && before.Patience <= Limits.CalmTime * GovernorPolicy.MaxPatienceFactor;
        }));

    [Fact]
    public void Two_steps_back_are_never_nearer_than_the_calm_time() =>
        Weather.Sample(weather =>
        {
            double[] ups = [.. Follow(weather).Where(one => one.Step == GovernorStep.Up).Select(one => one.At)];
            Assert.All(
                ups.Zip(ups.Skip(1), (one, next) => next - one),
                wait => Assert.True(wait >= Limits.CalmTime.TotalSeconds));
        });

    private static bool Every(
        List<(bool IsStorm, int Looks)> weather, Func<GovernorMemory, bool, GovernorStep, bool> holds)
    {
        GovernorMemory memory = GovernorMemory.Fresh(Limits);
        foreach (bool isStorm in weather.SelectMany(one => Enumerable.Repeat(one.IsStorm, one.Looks)))
        {
            GovernorMemory before = memory;
            (memory, GovernorStep step) = GovernorPolicy.Decide(memory, isStorm ? Storm : Calm, Look, Limits, MaxLevel);
            if (!holds(before, isStorm, step))
            {
                return false;
            }
        }

        return true;
    }

    private static List<(double At, GovernorStep Step)> Follow(List<(bool IsStorm, int Looks)> weather)
    {
        GovernorMemory memory = GovernorMemory.Fresh(Limits);
        List<(double, GovernorStep)> steps = [];
        int look = 0;
        foreach (bool isStorm in weather.SelectMany(one => Enumerable.Repeat(one.IsStorm, one.Looks)))
        {
            (memory, GovernorStep step) = GovernorPolicy.Decide(memory, isStorm ? Storm : Calm, Look, Limits, MaxLevel);
            look++;
            if (step != GovernorStep.None)
            {
                steps.Add((look * Look.TotalSeconds, step));
            }
        }

        return steps;
    }
}
