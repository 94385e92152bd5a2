using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Machine;
using Contrail.Core.Ring.Lanes.Figures;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Views.Machine;

/// <summary>A figure over time, in bounded memory.</summary>
public sealed class FigureSeriesTests
{
    private static readonly FigureColumn Total =
        FigureTable.Target.Columns[FigureTable.Target.IndexOf("MinorFaults")];

    private static readonly FigureColumn State =
        FigureTable.Target.Columns[FigureTable.Target.IndexOf("ResidentBytes")];

    private static readonly FigureColumn Limit =
        FigureTable.Cgroup.Columns[FigureTable.Cgroup.IndexOf("CpuQuota")];

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_steps_of_a_total_contain_all_that_it_grew_by_wherever_readings_are(int seed)
    {
        Random drawing = new(seed);
        FigureSeries series = new(Total);
        long ms = 0;
        long value = drawing.Next(1_000_000);
        long grown = 0;
        int count = drawing.Next(2, 2_000);
        for (int index = 0; index < count; index++)
        {
            ms += drawing.Next(1, 3_000);
            series.Add(At(ms), value);
            long more = index == count - 1 ? 0 : drawing.Next(5_000);
            grown += more;
            value += more;
        }

        Assert.Equal(grown, series.Change!.Value, 1e-3);
        foreach (int maxSteps in new[] { 1, 7, 120, 512 })
        {
            IReadOnlyList<FigureStep?> steps = series.Steps(At(ms), maxSteps);
            double length = FigureSteps.LengthOf(At(ms), maxSteps) / 1e9;
            Assert.InRange(steps.Count, 1, maxSteps);
            Assert.All(steps, step => Assert.True(step is null || step.Value.Min <= step.Value.Mean + 1e-6));
            Assert.All(steps, step => Assert.True(step is null || step.Value.Mean <= step.Value.Max + 1e-6));
            Assert.Equal(series.Max!.Value, steps.Max(step => step?.Max ?? 0), 1e-6);
            double most = steps.Sum(step => step?.Max ?? 0) * length;
            Assert.True(most >= grown - 1e-3, $"{most} < {grown}");
        }
    }

    [Fact]
    public void A_total_that_decreases_has_started_again_and_is_no_negative_rate()
    {
        FigureSeries series = new(Total);
        series.Add(At(0), 1_000);
        series.Add(At(1_000), 1_100);
        series.Add(At(2_000), 20);
        series.Add(At(4_000), 60);
        Assert.Equal(140, series.Change);
        Assert.Equal(3e9, series.CoveredNanoseconds);
        Assert.Equal(20, series.Min);
        Assert.Equal(100, series.Max);
        IReadOnlyList<FigureStep?> steps = series.Steps(At(4_000), 4);
        Assert.Equal([100, null, 20, 20], steps.Select(step => step?.Mean));
    }

    [Fact]
    public void A_reading_that_is_not_later_than_the_last_one_is_left_out()
    {
        FigureSeries series = new(Total);
        series.Add(At(1_000), 10);
        series.Add(At(1_000), 99);
        series.Add(At(500), 5);
        series.Add(At(2_000), 20);
        Assert.Equal(10, series.Change);
        Assert.Equal(2, series.ReadingCount);
    }

    [Fact]
    public void A_state_does_not_last_over_a_hole()
    {
        FigureSeries series = new(State);
        series.Add(At(1_000), 10);
        series.Add(At(2_000), 30);
        series.Add(At(10_000), 50);
        IReadOnlyList<FigureStep?> steps = series.Steps(At(10_000), 10);
        Assert.Equal(30, steps[1]?.Max);
        Assert.All(steps.Skip(2).Take(5), step => Assert.Null(step));
        Assert.Equal(50, steps[9]?.Max);
        Assert.Equal(40, series.Change);
    }

    [Fact]
    public void A_limit_that_does_not_exist_is_known_and_has_no_value()
    {
        FigureSeries series = new(Limit);
        series.Add(At(1_000), FigureTable.NoLimit);
        Assert.True(series.IsUnlimited);
        Assert.Equal((1, 0), (series.ReadingCount, series.ValueCount));
        series.Add(At(2_000), 500);
        Assert.False(series.IsUnlimited);
        Assert.Equal(500, series.Last);
    }

    [Fact]
    public void Extreme_values_overflow_nothing()
    {
        FigureSeries series = new(Total);
        series.Add(new TraceTime(-TraceTime.MaxNanoseconds), 0);
        series.Add(new TraceTime(TraceTime.MaxNanoseconds), long.MaxValue);
        Assert.InRange(series.Steps(new TraceTime(TraceTime.MaxNanoseconds), 120).Count, 1, 120);
        Assert.True(double.IsFinite(series.Change!.Value));
    }
}
