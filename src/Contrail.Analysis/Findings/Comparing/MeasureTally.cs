using Contrail.Analysis.Model;
using Contrail.Analysis.Views;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Comparing;

/// <summary>
/// Adds up, over time, what can change in a program: rates, waits and pauses by place, type and route. It holds at most
/// 500 different ones; further ones are counted. Not safe for concurrent use.
/// </summary>
internal sealed class MeasureTally : IModelSink
{
    private const int MaxMeasures = 500;
    private const int MaxSteps = 1_024;
    private const double MinRecordedShare = 0.9;

    private readonly TimeSteps _steps = new(MaxSteps);
    private TraceContext _context = TraceContext.Empty;
    private readonly Dictionary<MeasureKey, int> _lines = [];
    private readonly Dictionary<(MeasureKind Kind, int Frame), int> _linesOfPlaces = [];
    private readonly HashSet<MeasureKind> _seen = [];
    private readonly HashSet<long> _sampledInRound = [];
    private readonly PoolFrames _pool = new();
    private long _rejectedCount;

    /// <summary>The extent of the trace, after the last record.</summary>
    public TraceExtent Extent { get; private set; }

    /// <inheritdoc/>
    public ModelNeeds Needs =>
        ModelNeeds.Pauses | ModelNeeds.Collections | ModelNeeds.Exceptions | ModelNeeds.Waits | ModelNeeds.HandleWaits
        | ModelNeeds.TaskWaits | ModelNeeds.Allocations | ModelNeeds.Samples | ModelNeeds.PoolAdjustments
        | ModelNeeds.HeapStates | ModelNeeds.Spans | ModelNeeds.Logs | ModelNeeds.CompiledMethods
        | ModelNeeds.ExecutionStates | ModelNeeds.Stacks;

    /// <inheritdoc/>
    public void OnBegin(TraceContext context) => _context = context;

    /// <inheritdoc/>
    public void OnEnd(TraceExtent extent) => Extent = extent;

    /// <inheritdoc/>
    public void Add(in Pause pause)
    {
        if (pause.Cause != PauseCause.Sampling)
        {
            Spread(MeasureKind.Pauses, "", pause.Range);
        }
    }

    /// <inheritdoc/>
    public void Add(in Collection collection) =>
        Count(MeasureKind.Collections, collection.Reason, collection.Range.Start);

    /// <inheritdoc/>
    public void Add(in ExceptionRecord exception)
    {
        if (exception.IsRethrown != true)
        {
            Count(MeasureKind.Exceptions, exception.Type, exception.Time);
        }
    }

    /// <inheritdoc/>
    public void Add(in Wait wait)
    {
        // Threads of the framework and the pool wait for handles until there is work.
        bool isIdle = wait.Kind == WaitKind.Handle && !wait.Stack.IsNone && IsIdle(wait.Stack);
        if (wait.Kind != WaitKind.RuntimeLock && !isIdle
            && PlaceLine(MeasureKind.Waits, wait.Stack) is >= 0 and int line)
        {
            _steps.AddSpread(line, wait.Range);
        }
    }

    /// <inheritdoc/>
    public void Add(in AllocationSample allocation) =>
        Sum(MeasureKind.Allocations, allocation.Type, allocation.Time, allocation.Bytes);

    /// <inheritdoc/>
    public void Add(in Sample sample)
    {
        bool isOfProcessor = sample.Kind == SampleKind.Cpu;
        if (!isOfProcessor)
        {
            AddToRound(sample);
        }

        MeasureKind kind = !isOfProcessor ? MeasureKind.SampledThreads
            : sample.CpuNanoseconds > 0 ? MeasureKind.CpuTime
            : MeasureKind.Samples;
        if (sample.Kind != SampleKind.Native && !_pool.IsIdle(sample.Stack, _context.Stacks)
            && PlaceLine(kind, sample.Stack) is >= 0 and int line)
        {
            _steps.Add(line, sample.Time, kind == MeasureKind.CpuTime ? sample.CpuNanoseconds : 1);
        }
    }

    // In a round each thread is sampled once. How often there is one depends on the sampler, not on the program.
    private void AddToRound(in Sample sample)
    {
        if (_sampledInRound.Add(sample.ExecutionId))
        {
            return;
        }

        _sampledInRound.Clear();
        _sampledInRound.Add(sample.ExecutionId);
        Count(MeasureKind.SampleRounds, "", sample.Time);
    }

    /// <inheritdoc/>
    public void Add(in PoolAdjustment adjustment) =>
        Level(MeasureKind.PoolThreads, "", adjustment.Time, adjustment.TargetThreads);

    /// <inheritdoc/>
    public void Add(in HeapState heap) => Level(MeasureKind.Heap, "", heap.Time, heap.TotalBytes);

    /// <inheritdoc/>
    public void Add(in Span span)
    {
        if (!span.Range.IsWhole)
        {
            return;
        }

        string target = TargetPattern.Of(span.Target);
        string subject = target.Length > 0 ? $"{span.Name} {target}" : span.Name;
        Count(MeasureKind.Spans, subject, span.Range.End);
        Sum(MeasureKind.SpanTime, subject, span.Range.End, span.Range.Nanoseconds);
        if (span.IsFailed)
        {
            Count(MeasureKind.FailedSpans, subject, span.Range.End);
        }
    }

    /// <inheritdoc/>
    public void Add(in LogRecord log) => Count(MeasureKind.Logs, log.Category, log.Time);

    /// <inheritdoc/>
    public void Add(in CompiledMethod method) => Count(MeasureKind.CompiledMethods, "", method.Time);

    /// <inheritdoc/>
    public void Add(in ExecutionState state)
    {
        switch (state.Activity)
        {
            case ThreadActivity.Running:
                Spread(MeasureKind.Running, state.Function, state.Range);
                break;
            case ThreadActivity.Ready:
                Spread(MeasureKind.Ready, state.Function, state.Range);
                break;
            case ThreadActivity.Waiting or ThreadActivity.Syscall when IsIdle(state.Stack):
                break;
            case ThreadActivity.Waiting when PlaceLine(MeasureKind.Waits, state.Stack) is >= 0 and int line:
                _steps.AddSpread(line, state.Range);
                break;
            case ThreadActivity.Syscall when PlaceLine(MeasureKind.Syscalls, state.Stack) is >= 0 and int line:
                _steps.AddSpread(line, state.Range);
                break;
            default:
                break;
        }
    }

    // Goroutines of the runtime and connections wait until there is work, in no code of the program: that nothing wakes
    // them is no change of it.
    private bool IsIdle(StackId stack) =>
        _context.Stacks.Place(stack) is not { Frame.Origin: FrameOrigin.Own or FrameOrigin.Library };

    /// <summary>What was measured, after the last record.</summary>
    public MeasuredSteps Measured() => new(_steps, _lines, Extent.End)
    {
        NotComparable = Enum.GetValues<MeasureKind>().Where(kind => !IsRecorded(kind)).ToHashSet(),
        RejectedCount = _rejectedCount,
        HasGoroutines = _context.HasGoroutines,
    };

    // What was recorded in a part of the window only differs between its parts for that reason. Where that is unknown,
    // a kind of which there is nothing may not have been recorded.
    private bool IsRecorded(MeasureKind kind) =>
        IsRecorded(_context.Coverage.Of(NeedsOf(kind)), kind)
        || (NeedsOf(kind) == ModelNeeds.Spans && IsRecorded(_context.Coverage.Of(ModelNeeds.DatabaseCommands), kind));

    private bool IsRecorded(Coverage coverage, MeasureKind kind) => coverage.State switch
    {
        CoverageState.NotRecorded => false,
        CoverageState.Unknown => NeedsOf(kind) == ModelNeeds.None || _seen.Contains(kind),
        CoverageState.Partial => !(coverage.RecordedSeconds < MinRecordedShare * Extent.End.Nanoseconds / 1e9),
        _ => true,
    };

    private static ModelNeeds NeedsOf(MeasureKind kind) => kind switch
    {
        MeasureKind.Pauses => ModelNeeds.Pauses,
        MeasureKind.Collections => ModelNeeds.Collections,
        MeasureKind.Exceptions => ModelNeeds.Exceptions,
        MeasureKind.Allocations => ModelNeeds.Allocations,
        MeasureKind.Samples => ModelNeeds.Samples,
        MeasureKind.CpuTime => ModelNeeds.CpuSamples,
        MeasureKind.SampledThreads => ModelNeeds.ThreadSamples,
        MeasureKind.PoolThreads => ModelNeeds.PoolAdjustments,
        MeasureKind.Heap => ModelNeeds.HeapStates,
        MeasureKind.Spans or MeasureKind.SpanTime or MeasureKind.FailedSpans => ModelNeeds.Spans,
        MeasureKind.Logs => ModelNeeds.Logs,
        MeasureKind.CompiledMethods => ModelNeeds.CompiledMethods,
        _ => ModelNeeds.None,
    };

    private void Count(MeasureKind kind, string subject, TraceTime time) => Sum(kind, subject, time, 1);

    private void Sum(MeasureKind kind, string subject, TraceTime time, double value)
    {
        if (Line(new MeasureKey(kind, subject)) is >= 0 and int line)
        {
            _steps.Add(line, time, value);
        }
    }

    private void Level(MeasureKind kind, string subject, TraceTime time, double value)
    {
        if (Line(new MeasureKey(kind, subject)) is >= 0 and int line)
        {
            _steps.AddMax(line, time, value);
        }
    }

    private void Spread(MeasureKind kind, string subject, TimeRange range)
    {
        if (Line(new MeasureKey(kind, subject)) is >= 0 and int line)
        {
            _steps.AddSpread(line, range);
        }
    }

    // The name of a place is made once: there can be a stack for each record.
    private int PlaceLine(MeasureKind kind, StackId stack)
    {
        if (_context.Stacks.Place(stack) is not { } place)
        {
            return Line(new MeasureKey(kind, ""));
        }

        int frame = _context.Stacks.FrameId(stack, place.Depth);
        if (!_linesOfPlaces.TryGetValue((kind, frame), out int line))
        {
            line = Line(new MeasureKey(kind, place.Frame.ShortText()));
            if (line >= 0)
            {
                _linesOfPlaces[(kind, frame)] = line;
            }
        }

        return line;
    }

    private int Line(MeasureKey key)
    {
        if (_lines.TryGetValue(key, out int line))
        {
            return line;
        }

        _seen.Add(key.Kind);
        if (_lines.Count >= MaxMeasures)
        {
            _rejectedCount++;
            return -1;
        }

        _lines.Add(key, _lines.Count);
        return _lines.Count - 1;
    }
}
