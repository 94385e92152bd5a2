using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Events;
using Contrail.Core.GoTrace.Wire;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// Reads a Go execution trace, cut anywhere, and passes its events to a visitor in one order for all threads, the same
/// as that of <c>go tool trace</c>. It holds one generation at a time, and never throws for invalid bytes.
/// Not safe for concurrent use.
/// </summary>
/// <remarks>
/// Each generation begins with an event of the kind <c>Sync</c>, and one more ends the trace, also where it cannot be
/// read any further: everything before the last of them is known to be good.
/// </remarks>
internal sealed class GoTraceReader : IChunkReader, IFrameConsumer
{
    private readonly IGoTraceVisitor _visitor;
    private readonly long _maxGenerationBytes;
    private readonly GoTraceSplitter _splitter = new();
    private readonly FrameLoop _loop;
    private readonly GenerationBytes _bytes = new();
    private readonly GenerationMerge _merge;
    private DecodedGeneration? _filling;
    private ulong? _lastEnded;

    /// <param name="visitor">Receives the events.</param>
    /// <param name="maxGenerationBytes">
    /// How large a generation may be, of which one at a time is held. Go writes some MiB a second, and a generation a
    /// second.
    /// </param>
    public GoTraceReader(IGoTraceVisitor visitor, long maxGenerationBytes = 1 << 30)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxGenerationBytes);
        _visitor = visitor;
        _loop = new FrameLoop(_splitter, this, GoTraceSplitter.MaxFrameBytes);
        _maxGenerationBytes = maxGenerationBytes;
        _merge = new GenerationMerge(visitor);
    }

    /// <inheritdoc/>
    public SplitStatus Status { get; private set; } = SplitStatus.NeedMore;

    /// <inheritdoc/>
    public TraceFault? Fault { get; private set; }

    /// <summary>The version, once the header has been read.</summary>
    public GoTraceVersion Version => _splitter.Version;

    /// <summary>The number of bytes of complete frames: the offset of the next frame or of the fault.</summary>
    public long Offset => _loop.Offset;

    /// <summary>Where the last generation ended that was read to its end.</summary>
    public long GoodBytes { get; private set; }

    /// <summary>Generations that were read to their end.</summary>
    public int GenerationCount { get; private set; }

    /// <summary>How often generations are missing.</summary>
    public int GapCount { get; private set; }

    /// <summary>The first generations that are missing; null if none are.</summary>
    public GenerationGap? FirstGap { get; private set; }

    /// <summary>Events reported, excluding those that mark generations.</summary>
    public long EventCount => _merge.EventCount;

    /// <inheritdoc/>
    public Span<byte> Room() => _loop.Room();

    /// <inheritdoc/>
    public SplitStatus Advance(int filledBytes)
    {
        SplitStatus read = _loop.Advance(filledBytes);
        if (read != SplitStatus.NeedMore)
        {
            // A fault in a frame has set the status already.
            RefuseFrame(read);
            _loop.SkipPending();
        }

        return Status;
    }

    /// <inheritdoc/>
    public SplitStatus Complete()
    {
        if (Status != SplitStatus.NeedMore)
        {
            return Status;
        }

        if (Offset == 0)
        {
            return Refuse(
                SplitStatus.Malformed, new TraceFault(TraceFaultCode.FormatUnrecognized, Detail: "Go execution trace"));
        }

        bool isCut = !_loop.Pending.IsEmpty;
        TraceFault? fault = isCut ? TraceFaultCode.EndsInsideFrame : null;

        // A program that panics leaves the first batch of a generation, and Go's own reader takes that for the end.
        bool isOnlyStarted = !isCut && GenerationCount > 0;
        if (!Version.HasEndMarks)
        {
            // Only the next generation, or the end, shows that one is complete. It is read before its tail is checked.
            TraceFault? inside = _filling is null && GenerationCount == 0
                ? TraceFaultCode.GenerationsMissing
                : EndGeneration(Offset);
            fault = inside ?? fault;
        }
        else if (_filling is { } filling && !(isOnlyStarted && filling is { BatchCount: 1, Clocks: not null }))
        {
            fault = TraceFaultCode.GenerationIncomplete;
        }

        return End(fault);
    }

    bool IFrameConsumer.TryTake(in Frame frame, out TraceFault? fault)
    {
        fault = Read(frame);
        if (fault is not null)
        {
            End(fault);
        }

        return fault is null;
    }

    private void RefuseFrame(SplitStatus split)
    {
        if (Status != SplitStatus.NeedMore)
        {
            return;
        }

        if (Offset == 0)
        {
            Refuse(split, _loop.Fault);
            return;
        }

        // The fault can be in the next generation, whose number would have ended this one.
        TraceFault? inside = !Version.HasEndMarks && _filling is not null ? EndGeneration(Offset) : null;
        End(inside ?? _loop.Fault);
    }

    private TraceFault? Read(in Frame frame)
    {
        switch ((GoTraceFrameKind)frame.Kind)
        {
            case GoTraceFrameKind.Header:
                return null;
            case GoTraceFrameKind.EndOfGeneration:
                return _filling is null
                    ? TraceFaultCode.EndMarkUnexpected
                    : EndGeneration(Offset + frame.WholeBytes);
            default:
                GoBatch.Read(frame.Payload, out GoBatch batch, out _);
                return ReadBatch(batch);
        }
    }

    private TraceFault? ReadBatch(in GoBatch batch)
    {
        if (batch.Generation == 0)
        {
            return TraceFaultCode.GenerationZero;
        }

        if (_filling is { } before && before.Number != batch.Generation)
        {
            TraceFault? ended = EndBefore(batch.Generation, before.Number);
            if (ended is not null)
            {
                return ended;
            }
        }

        TraceFault? fault = _filling is null ? BeginGeneration(batch.Generation) : null;
        return fault ?? AddTo(_filling!, batch);
    }

    private TraceFault? AddTo(DecodedGeneration filling, in GoBatch batch)
    {
        if (filling.BatchBytes > _maxGenerationBytes)
        {
            return FaultOf(TraceFaultCode.GenerationTooLarge, filling.Number, (ulong)_maxGenerationBytes);
        }

        if (batch.Experiment == 0)
        {
            return filling.Add(batch);
        }

        filling.AddExperimental(batch);
        return null;
    }

    private TraceFault? BeginGeneration(ulong number)
    {
        if (_lastEnded is { } last && number <= last)
        {
            return FaultOf(TraceFaultCode.GenerationOrder, number, last);
        }

        if (_lastEnded is { } before && number > before + 1)
        {
            GenerationGap gap = new(before, number);
            FirstGap ??= gap;
            GapCount++;
            _merge.Forget();
            _visitor.OnGap(gap);
        }

        _filling = new DecodedGeneration(number, Version, _bytes);
        return null;
    }

    private TraceFault? EndBefore(ulong next, ulong number)
    {
        if (Version.HasEndMarks)
        {
            return TraceFaultCode.GenerationsInterleaved;
        }

        return next < number ? FaultOf(TraceFaultCode.GenerationOrder, next, number) : EndGeneration(Offset);
    }

    private TraceFault? EndGeneration(long endOffset)
    {
        if (_filling is not { } filling)
        {
            return null;
        }

        _filling = null;
        _lastEnded = filling.Number;
        TraceFault? fault = filling.Complete();
        if (fault is not null)
        {
            return fault;
        }

        fault = _merge.Emit(filling);
        _bytes.Clear();
        if (fault is not null)
        {
            // What the generation has reported so far is not known to be good: no mark follows it.
            Refuse(SplitStatus.Malformed, fault);
            return fault;
        }

        GenerationCount++;
        GoodBytes = endOffset;
        return null;
    }

    private SplitStatus End(TraceFault? fault)
    {
        if (Status != SplitStatus.NeedMore)
        {
            return Status;
        }

        _merge.EmitEnd();
        return Refuse(fault is not null ? SplitStatus.Malformed : SplitStatus.End, fault);
    }

    private SplitStatus Refuse(SplitStatus status, TraceFault? fault)
    {
        Status = status;
        Fault = fault is { } found ? found with { Offset = Offset } : null;
        return status;
    }

    private static TraceFault FaultOf(TraceFaultCode code, ulong number, ulong other) =>
        new(code, Number: unchecked((long)number), Other: unchecked((long)other));
}
