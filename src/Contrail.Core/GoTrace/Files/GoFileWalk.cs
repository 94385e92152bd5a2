using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Observing;
using Contrail.Core.GoTrace.Recording;
using Contrail.Core.GoTrace.Wire;

namespace Contrail.Core.GoTrace.Files;

/// <summary>
/// Reads a Go trace file as a recorder would, and passes every generation to a visitor. Holds one frame at a time. Not
/// thread-safe.
/// </summary>
internal sealed class GoFileWalk : IGenerationStore, IFrameConsumer, ITraceIntake
{
    private readonly GoTraceFormat _format;
    private readonly FrameLoop _loop;
    private readonly IGoFileVisitor _visitor;
    private GoTraceFrameKind _kind;
    private int _frameBytes;
    private int _openBatchCount;
    private bool _hasGeneration;

    /// <param name="visitor">Receives what is found.</param>
    /// <param name="tap">Copies batches for observers; null for none.</param>
    public GoFileWalk(IGoFileVisitor visitor, GoBatchTap? tap = null)
    {
        _visitor = visitor;
        _format = new GoTraceFormat(tap: tap);
        _loop = new FrameLoop(_format, this, GoTraceSplitter.MaxFrameBytes);
    }

    /// <summary>The version, once the header has been read.</summary>
    public GoTraceVersion Version => _format.Version;

    /// <summary>Bytes that have arrived.</summary>
    public long Bytes => _loop.Bytes;

    /// <summary>The offset of the current frame, or of the next one.</summary>
    public long Offset => _loop.Offset;

    /// <summary>Reads the events of the same bytes, ahead of the walk; null to check only the framing.</summary>
    public IGoEventChecker? Reading { get; init; }

    /// <summary>Batches so far.</summary>
    public long BatchCount { get; private set; }

    /// <summary>Why the file is not of this format; null if it is, or may be.</summary>
    public TraceFault? Refusal { get; private set; }

    /// <inheritdoc/>
    public Span<byte> Room() => _loop.Room();

    /// <inheritdoc/>
    public bool Advance(int filledBytes)
    {
        Reading?.Read(_loop.Room()[..filledBytes]);
        bool wasReading = _loop.Status == SplitStatus.NeedMore;
        SplitStatus status = _loop.Advance(filledBytes);
        if (wasReading && _loop.Fault is { } fault)
        {
            Stop(fault);
        }

        if (status != SplitStatus.NeedMore)
        {
            // The size of a damaged file includes what follows the damage.
            _visitor.OnFollowing(_loop.Pending);
            _loop.SkipPending();
        }

        return Refusal is null;
    }

    /// <summary>Reports that no more bytes follow.</summary>
    public void Conclude()
    {
        Reading?.Complete();
        if (_loop.Status != SplitStatus.NeedMore)
        {
            return;
        }

        if (Offset == 0)
        {
            Refusal = Bytes == 0 ? TraceFaultCode.Empty : TraceFaultCode.EndsInsideFrame;
            return;
        }

        _frameBytes = 0;
        // A program that panics leaves the first batch of a generation in which nothing has happened: Go's own reader
        // also treats that as the end.
        bool isOnlyStarted = Version.HasEndMarks && _hasGeneration && _openBatchCount == 1 && _loop.Pending.IsEmpty;
        bool isComplete = _format.CloseStream(StreamEnd.Unknown, _loop.Pending, this, out _);
        if (!isComplete && !isOnlyStarted)
        {
            _visitor.OnTorn(Offset);
        }
    }

    /// <inheritdoc/>
    public bool StoreInGeneration(int kind, ReadOnlySpan<byte> payload)
    {
        _visitor.OnFrame(payload);
        return true;
    }

    /// <inheritdoc/>
    public void EndGeneration(IGenerationState state)
    {
        // The end mark is of the generation that it ends; a batch that ends one is of the next.
        bool isMarked = _kind == GoTraceFrameKind.EndOfGeneration;
        _openBatchCount = isMarked ? 0 : 1;
        _hasGeneration = true;
        _visitor.OnGeneration((GoTraceGenerationState)state, Offset + (isMarked ? _frameBytes : 0));
    }

    /// <inheritdoc/>
    public void DropGeneration(IGenerationState state, bool asTail) => _visitor.OnDropped();

    /// <inheritdoc/>
    public void BeginRun()
    {
        // A break is reported by its loss.
    }

    /// <inheritdoc/>
    public void AddLoss(in Loss loss) => _visitor.OnBreak(loss, Offset);

    bool IFrameConsumer.TryTake(in Frame frame, out TraceFault? fault)
    {
        _kind = (GoTraceFrameKind)frame.Kind;
        _frameBytes = frame.WholeBytes;
        int batchCount = _kind is GoTraceFrameKind.Batch or GoTraceFrameKind.ExperimentalBatch ? 1 : 0;
        BatchCount += batchCount;
        _openBatchCount += batchCount;
        _format.TryAccept(frame, this);
        fault = null;
        return true;
    }

    private void Stop(TraceFault fault)
    {
        Refusal = Offset == 0 ? fault : null;
        if (Offset > 0)
        {
            // Damage after the last generation of a version without end marks ends that generation, as a file's end.
            _frameBytes = 0;
            _format.CloseStream(StreamEnd.Unknown, [], this, out _);
        }

        _visitor.OnUnreadable(fault, Offset);
    }
}
