using Contrail.Analysis.Model;

namespace Contrail.Analysis.GoTrace.Interpreting;

/// <summary>
/// What a Go trace contains: every kind of event that the tracer has, without gaps for the whole window. Whether the
/// CPU profiler was on is not in a trace: it was from one sample to the next one, if that is soon after it. Not safe
/// for concurrent use.
/// </summary>
internal sealed class GoCoverage
{
    /// <summary>More gaps than a file has in practice.</summary>
    private const int MaxSpans = 1_000;

    /// <summary>The profiler can be off in a longer time without samples, or the program idle.</summary>
    private const long MaxNanosecondsBetween = 1_000_000_000;

    private static readonly ModelNeeds[] Recorded =
    [
        ModelNeeds.Pauses, ModelNeeds.Collections, ModelNeeds.ExecutionStates, ModelNeeds.ProcUses,
        ModelNeeds.CollectionWork, ModelNeeds.Regions, ModelNeeds.Tasks, ModelNeeds.Logs, ModelNeeds.Counters,
    ];

    private const ModelNeeds Foreign =
        ModelNeeds.Waits | ModelNeeds.HandleWaits | ModelNeeds.TaskWaits | ModelNeeds.Exceptions
        | ModelNeeds.Allocations | ModelNeeds.PoolAdjustments | ModelNeeds.HeapStates | ModelNeeds.AsyncOperations
        | ModelNeeds.Finalizations | ModelNeeds.Spans | ModelNeeds.DatabaseCommands | ModelNeeds.CompiledMethods
        | ModelNeeds.Modules | ModelNeeds.Figures | ModelNeeds.OffCpuTimes;

    private readonly Dictionary<ModelNeeds, Coverage> _byKind = [];
    private readonly List<TimeRange> _spans = [];
    private readonly List<TimeRange> _samples = [];

    public GoCoverage()
    {
        SetRecorded(new Coverage(CoverageState.Whole, null));
        Result = new TraceCoverage(_byKind) { Foreign = Foreign };
    }

    /// <summary>The coverage of each kind.</summary>
    public TraceCoverage Result { get; }

    /// <summary>Ends a part without gaps, before the next one or at the end of the trace.</summary>
    public void AddPart(TraceTime start, TraceTime end, bool isLast)
    {
        if (isLast && _spans.Count == 0)
        {
            return;
        }

        if (_spans.Count < MaxSpans)
        {
            _spans.Add(new TimeRange(start, end, IsOpenAtStart: false, IsOpenAtEnd: false));
        }

        SetRecorded(new Coverage(CoverageState.Partial, _spans));
    }

    /// <summary>Adds a sample.</summary>
    public void AddSample(TraceTime at)
    {
        bool isNext = _samples.Count > 0
            && at.Nanoseconds - _samples[^1].End.Nanoseconds <= MaxNanosecondsBetween;
        if (isNext)
        {
            _samples[^1] = _samples[^1] with { End = TraceTime.Max(_samples[^1].End, at) };
        }
        else if (_samples.Count < MaxSpans)
        {
            _samples.Add(new TimeRange(at, at, IsOpenAtStart: false, IsOpenAtEnd: false));
        }

        _byKind[ModelNeeds.Samples] = new Coverage(CoverageState.Partial, _samples);
    }

    private void SetRecorded(Coverage coverage)
    {
        foreach (ModelNeeds kind in Recorded)
        {
            _byKind[kind] = coverage;
        }
    }
}
