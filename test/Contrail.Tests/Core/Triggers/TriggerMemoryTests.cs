using Contrail.Core.Triggers;
using Xunit;

namespace Contrail.Tests.Core.Triggers;

public sealed class TriggerMemoryTests
{
    private const long Second = TriggerScript.Second;

    [Fact]
    public void A_sliding_count_equals_a_list_of_all_times()
    {
        Random random = new(1);
        for (int round = 0; round < 300; round++)
        {
            long window = random.Next(1, 50);
            int capacity = random.Next(1, 12);
            SlidingCount count = new(window, capacity);
            List<long> all = [];
            long now = 0;
            for (int step = 0; step < 100; step++)
            {
                now += random.Next(0, 12);
                bool adds = random.Next(3) > 0;
                if (adds)
                {
                    all.Add(now);
                }

                int expected = Math.Min(all.Count(at => at > now - window), capacity);
                Assert.Equal(expected, adds ? count.Add(now) : count.At(now));
            }
        }
    }

    [Fact]
    public void The_worst_equals_the_maximum_of_all_values_each_decayed()
    {
        Random random = new(2);
        for (int round = 0; round < 300; round++)
        {
            long halfLife = random.Next(1, 40) * Second;
            DecayingWorst worst = new(halfLife);
            List<(long At, double Value)> all = [];
            long now = 0;
            for (int step = 0; step < 60; step++)
            {
                now += random.NextInt64(0, 5 * Second);
                double value = random.NextDouble() * 1_000;
                double expected = all.Select(one => one.Value * Math.Pow(0.5, (double)(now - one.At) / halfLife))
                    .DefaultIfEmpty(0).Max();
                Assert.Equal(expected, worst.At(now), tolerance: 1e-6);
                worst.Add(value, now);
                all.Add((now, value));
            }
        }
    }

    [Fact]
    public void A_percentile_equals_that_of_all_values_each_decayed_within_its_resolution()
    {
        Random random = new(3);
        for (int round = 0; round < 60; round++)
        {
            double window = random.Next(1, 100) * (double)Second;
            DecayingHistogram histogram = new((long)window);
            List<(long At, double Value)> all = [];
            long now = 0;
            for (int step = 0; step < 400; step++)
            {
                now += random.Next(20) == 0 ? random.NextInt64(0, 200 * Second) : random.NextInt64(0, Second / 10);
                double value = Math.Pow(10, random.NextDouble() * 12);
                histogram.Add(value, now);
                all.Add((now, value));
            }

            double total = all.Sum(one => Math.Exp((one.At - now) / window));
            Assert.Equal(total, histogram.WeightAt(now), tolerance: total * 1e-6);
            foreach (double percentile in (double[])[50, 90, 99])
            {
                double actual = histogram.Percentile(percentile);
                double allowed = total * (100 - percentile) / 100;
                double above = Weight(all, one => one > actual * 1.05, now, window);
                double aboveOrEqual = Weight(all, one => one > actual / 1.05, now, window);
                Assert.True(above <= allowed + 1e-9, $"{above} of {allowed} are above p{percentile}");
                Assert.True(aboveOrEqual > allowed - 1e-9, $"only {aboveOrEqual} of {allowed} reach p{percentile}");
            }
        }
    }

    [Fact]
    public void A_histogram_takes_any_value_and_any_pause()
    {
        DecayingHistogram histogram = new(1);
        double[] values = [0, -1, double.Epsilon, double.MaxValue, double.PositiveInfinity, double.NegativeInfinity];
        long now = 0;
        foreach (double value in values.Concat(values))
        {
            now += long.MaxValue / 20;
            histogram.Add(value, now);
            Assert.True(double.IsFinite(histogram.Percentile(50)));
            Assert.Equal(1, histogram.WeightAt(now), tolerance: 1e-9);
        }
    }

    [Fact]
    public void Open_starts_equal_a_list_from_which_the_oldest_are_dropped()
    {
        Random random = new(4);
        const int Capacity = 50;
        OpenStarts open = new(Capacity);
        List<(string Key, long At)> model = [];
        long forgotten = 0;
        for (long now = 0; now < 20_000; now++)
        {
            string key = $"{random.Next(150)}";
            int at = model.FindIndex(one => one.Key == key);
            if (random.Next(3) > 0)
            {
                open.Start(key, 2 * now, now);
                model.RemoveAll(one => one.Key == key);
                if (model.Count == Capacity)
                {
                    model.RemoveAt(0);
                    forgotten++;
                }

                model.Add((key, now));
            }
            else
            {
                Assert.Equal(at >= 0, open.TryStop(key, out long startedMoment));
                Assert.Equal(at >= 0 ? 2 * model[at].At : 0, startedMoment);
                model.RemoveAll(one => one.Key == key);
            }
        }

        Assert.True(forgotten > 0);
        Assert.Equal(forgotten, open.ForgottenCount);
    }

    [Fact]
    public void A_condition_is_held_only_without_interruptions_and_gaps()
    {
        Random random = new(5);
        Verdict met = new(VerdictReason.Fire, SignalKind.Lag);
        for (int round = 0; round < 150; round++)
        {
            long hold = random.Next(1, 40);
            Holding memory = default;
            List<(long At, bool IsMet)> all = [];
            long now = 0;
            for (int step = 0; step < 60; step++)
            {
                now += random.Next(20) == 0 ? random.Next(0, 100) : random.Next(0, 8);
                bool isMet = random.Next(8) > 0;
                all.Add((now, isMet));
                (memory, Verdict verdict) = Holding.Decide(
                    memory, isMet ? met : met with { Reason = VerdictReason.WithinLimit }, hold, now);

                // The model: some earlier observation is old enough, and from it on all are met and near each other.
                bool expected = Enumerable.Range(0, all.Count).Any(first =>
                    now - all[first].At >= hold && all.Skip(first).All(one => one.IsMet)
                    && all.Skip(first).Zip(all.Skip(first + 1)).All(two => two.Second.At - two.First.At <= hold));
                Assert.Equal(expected, verdict.IsFire);
            }
        }
    }

    [Fact]
    public void Time_never_decreases_and_follows_a_clock_that_was_set_back()
    {
        TriggerClock clock = new();
        Assert.Equal(0, clock.At(long.MinValue));
        Assert.Equal(TriggerClock.MaxStepNanoseconds, clock.At(long.MaxValue));
        long before = clock.Now;
        Assert.Equal(before, clock.At(0));
        Assert.Equal(before + 5, clock.At(5));
        Assert.Equal(before + 5, clock.At(-TriggerClock.MaxLateNanoseconds + 5));
        Assert.Equal(before + 6, clock.At(6));
        Assert.Equal(before + 6, clock.At(-TriggerClock.MaxLateNanoseconds));
        Assert.Equal(before + 16, clock.At(-TriggerClock.MaxLateNanoseconds + 10));

        Random random = new(6);
        for (int step = 0; step < 100_000; step++)
        {
            before = clock.Now;
            Assert.True(clock.At(random.NextInt64(long.MinValue, long.MaxValue)) >= before);
        }
    }

    private static double Weight(
        List<(long At, double Value)> all, Func<double, bool> isCounted, long now, double window) =>
        all.Where(one => isCounted(one.Value)).Sum(one => Math.Exp((one.At - now) / window));
}
