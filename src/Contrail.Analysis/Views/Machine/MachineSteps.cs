using Contrail.Analysis.Model;
using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Analysis.Views.Machine;

/// <summary>The figures of a trace in common steps of time. Not safe for concurrent use.</summary>
/// <param name="figures">The figures.</param>
/// <param name="heap">The size of the managed heap.</param>
/// <param name="span">
/// When the first step begins, and the time from then to the end of the window, to which the figures refer too.
/// </param>
/// <param name="maxSteps">The largest number of steps.</param>
internal sealed class MachineSteps(
    FigureHistory figures, FigureSteps heap, (TraceTime First, TraceTime End) span, int maxSteps)
{
    private const double NanosecondsPerSecond = 1e9;

    private readonly Dictionary<FigureSeries, IReadOnlyList<FigureStep?>> _steps = [];
    private readonly IReadOnlyList<FigureStep?> _heap = heap.Conclude(span.End, maxSteps);

    /// <summary>Number of steps.</summary>
    public int Count => _heap.Count;

    /// <summary>The control group whose quota limits the process; null if none is known.</summary>
    public FigureGroup? QuotaGroup { get; } = figures.QuotaGroup;

    /// <summary>The control group whose limit of memory is that of the process; null if none is known.</summary>
    public FigureGroup? MemoryGroup { get; } = figures.MemoryGroup;

    /// <summary>The control group whose <c>memory.high</c> slows the process down; null if none has one.</summary>
    public FigureGroup? HighGroup { get; } = figures.HighGroup;

    /// <summary>The start of a step.</summary>
    public TraceTime StartOf(int step) =>
        new(span.First.Nanoseconds + (step * FigureSteps.LengthOf(span.End, maxSteps)));

    /// <summary>The size of the managed heap after collections in a step; null if there was none.</summary>
    public double? HeapAt(int step) => _heap[step]?.Max;

    /// <summary>
    /// What a total grew by per second in a step, times in seconds, or the mean of a state; null if it is unknown.
    /// </summary>
    public double? Mean(FigureGroup? group, string column, int step) =>
        group?.Find(column) is { } series && At(series, step) is { } known
            ? known.Mean / (series.Column.Unit == FigureUnit.Nanoseconds ? NanosecondsPerSecond : 1)
            : null;

    /// <summary>The largest value of a state or a limit in a step; null if it is unknown, or unlimited.</summary>
    public double? Peak(FigureGroup? group, string column, int step) =>
        group?.Find(column) is { } series ? At(series, step)?.Max : null;

    private FigureStep? At(FigureSeries series, int step)
    {
        if (!_steps.TryGetValue(series, out IReadOnlyList<FigureStep?>? steps))
        {
            _steps.Add(series, steps = series.Steps(span.End, maxSteps));
        }

        return steps[step];
    }
}
