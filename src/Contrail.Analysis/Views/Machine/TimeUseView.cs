using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;

namespace Contrail.Analysis.Views.Machine;

/// <summary>
/// Adds up where the time of a process went: on a processor, waiting for one, throttled, stopped by the runtime, or
/// blocked. Each has its own source; without it, it is unknown. Not safe for concurrent use.
/// </summary>
internal sealed class TimeUseView : IModelSink
{
    private readonly FigureHistory _figures = new();
    private TraceContext _context = TraceContext.Empty;
    private TraceExtent _extent;
    private double _paused;
    private double _sampled;
    private double _sampledInKernel;

    /// <inheritdoc/>
    public ModelNeeds Needs => ModelNeeds.Figures | ModelNeeds.Pauses | ModelNeeds.Samples | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void OnBegin(TraceContext context) => _context = context;

    /// <inheritdoc/>
    public void OnEnd(TraceExtent extent) => _extent = extent;

    /// <inheritdoc/>
    public void Add(in FigureReading reading) => _figures.Add(reading);

    /// <inheritdoc/>
    public void Add(in Pause pause) =>
        _paused += pause.Cause == PauseCause.Sampling ? 0 : pause.Range.Nanoseconds;

    /// <inheritdoc/>
    public void Add(in Sample sample)
    {
        if (sample.CpuNanoseconds > 0)
        {
            _sampled += sample.CpuNanoseconds;
            bool isKernel = _context.Stacks.Innermost(sample.Stack) is { Module: NativeCode.Kernel };
            _sampledInKernel += isKernel ? sample.CpuNanoseconds : 0;
        }
    }

    /// <summary>The times, after the last record.</summary>
    public UsedTimes Conclude()
    {
        FigureGroup? quota = _figures.QuotaGroup;
        UsedTime user = OnProcessor(TimeUse.User, "UserTime", _sampled - _sampledInKernel);
        UsedTime system = OnProcessor(TimeUse.System, "SystemTime", _sampledInKernel);
        UsedTime waiting = Figure(TimeUse.Waiting, _figures.Process?.Find("RunQueueDelay"));
        return new UsedTimes(
        [
            user,
            system,
            waiting,
            Blocked(user, system, waiting),
            Figure(TimeUse.Throttled, quota?.Find("ThrottledTime")),
            Paused(),
        ])
        {
            Quota = quota?.Quota,
            ThrottledShare = quota?.ThrottledShare,
            ProcessorCount = _context.File.ProcessorCount,
        };
    }

    private UsedTime Figure(TimeUse use, FigureSeries? series) =>
        series is { CoveredNanoseconds: > 0, Change: { } nanoseconds }
            ? new UsedTime(use, nanoseconds, series.CoveredNanoseconds, TimeSource.Figures, StateOf(ModelNeeds.Figures))
            : new UsedTime(use, null, 0, TimeSource.Unknown, StateOf(ModelNeeds.Figures));

    // The samples also show it, if figures do not.
    private UsedTime OnProcessor(TimeUse use, string column, double sampled)
    {
        UsedTime figure = Figure(use, _figures.Process?.Find(column));
        Coverage samples = _context.Coverage.Of(ModelNeeds.CpuSamples);
        double of = samples.RecordedSeconds * 1e9
            ?? (samples.State == CoverageState.Partial ? 0 : _extent.End.Nanoseconds);

        // Samples can be those of the user's code only, which a file does not state.
        bool isKnown = use == TimeUse.System ? sampled > 0 : _sampled > 0 || samples.State == CoverageState.Whole;
        return figure.Nanoseconds is null && of > 0 && isKnown
            ? new UsedTime(use, sampled, of, TimeSource.Samples, samples.State)
            : figure;
    }

    // What the threads that existed did not do otherwise. A thread that lived between two readings is not among them.
    private UsedTime Blocked(UsedTime user, UsedTime system, UsedTime waiting)
    {
        UsedTime[] others = [user, system, waiting];
        double? threads = _figures.Process?.Find("Threads")?.Mean;
        return threads is { } count && others.All(one => one.Source == TimeSource.Figures)
            ? waiting with
            {
                Use = TimeUse.Blocked,
                Nanoseconds = Math.Max(0, count - others.Sum(one => one.Average!.Value)) * waiting.Of,
            }
            : new UsedTime(TimeUse.Blocked, null, 0, TimeSource.Unknown, StateOf(ModelNeeds.Figures));
    }

    private UsedTime Paused()
    {
        Coverage pauses = _context.Coverage.Of(ModelNeeds.Pauses);
        double of = pauses.RecordedSeconds * 1e9 ?? _extent.End.Nanoseconds;
        return of > 0 && (_paused > 0 || pauses.IsRequested)
            ? new UsedTime(TimeUse.Paused, Math.Min(_paused, of), of, TimeSource.Events, pauses.State)
            : new UsedTime(TimeUse.Paused, null, 0, TimeSource.Unknown, pauses.State);
    }

    private CoverageState StateOf(ModelNeeds kind) => _context.Coverage.Of(kind).State;
}
