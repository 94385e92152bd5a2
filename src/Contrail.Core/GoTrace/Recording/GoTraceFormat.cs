using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Observing;
using Contrail.Core.GoTrace.Wire;

namespace Contrail.Core.GoTrace.Recording;

/// <summary>
/// Records a Go execution trace of version 1.22, 1.23, 1.25 or 1.26. The stream contains its own generations; each is
/// kept completely, byte for byte, or dropped.
/// </summary>
/// <remarks>docs/formats/go.md describes when a generation is complete, and how an incomplete one is handled.</remarks>
internal sealed class GoTraceFormat : IGenerationFormat
{
    /// <summary>A stream may claim any number; the sum of such counts must not overflow.</summary>
    private const ulong MaxMissing = 1UL << 40;

    private readonly bool _failsAsGo;
    private readonly GoBatchTap? _tap;
    private GoTraceSplitter _splitter = new();
    private GoGeneration? _filling;
    private ulong _lastEnded;
    private TraceTicks _lastEndedAt;
    private ulong _passedOver;

    /// <param name="failsAsGo">
    /// Whether a generation that cannot be kept ends the recording, as in Go's own recorder; otherwise it is counted as
    /// a loss, and a new run begins after it.
    /// </param>
    /// <param name="tap">Copies batches for observers; null for none.</param>
    public GoTraceFormat(bool failsAsGo = false, GoBatchTap? tap = null) => (_failsAsGo, _tap) = (failsAsGo, tap);

    /// <inheritdoc/>
    public TraceFault? Fault { get; private set; }

    /// <summary>The version, once the header has arrived.</summary>
    public GoTraceVersion Version => _splitter.Version;

    /// <inheritdoc/>
    public long TicksPerSecond { get; private set; }

    /// <inheritdoc/>
    public TraceTicks? Start => null;

    /// <inheritdoc/>
    public long EventCount => 0;

    /// <inheritdoc/>
    public long CarriedBytes => _filling is null ? 0 : GoTraceGenerationState.OwnBytes;

    /// <inheritdoc/>
    public IReadOnlyList<Loss> CarriedLosses => [];

    /// <inheritdoc/>
    public SplitStatus Split(ReadOnlySpan<byte> untrusted, out Frame frame, out int bytesNeeded)
    {
        SplitStatus status = _splitter.Split(untrusted, out frame, out bytesNeeded);
        Fault = _splitter.Fault;
        return status;
    }

    /// <inheritdoc/>
    public bool TryAccept(in Frame frame, IGenerationStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        TraceFault? fault = (GoTraceFrameKind)frame.Kind switch
        {
            GoTraceFrameKind.Header => null,
            GoTraceFrameKind.EndOfGeneration => AcceptEndMark(frame, store),
            _ => AcceptBatch(frame, store),
        };
        if (fault is { } found)
        {
            Fail(found, store);
            if (_failsAsGo)
            {
                Fault = found;
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Take(in Frame frame) => _splitter.Take(frame);

    /// <inheritdoc/>
    public IGenerationState CloseGeneration()
    {
        GoTraceGenerationState carry = new(_filling ?? new GoGeneration(0, Version), Version);
        _filling = null;
        return carry;
    }

    /// <inheritdoc/>
    public bool CloseStream(
        StreamEnd ended, ReadOnlySpan<byte> untrustedRest, IGenerationStore store, out long tornBytes)
    {
        ArgumentNullException.ThrowIfNull(store);
        tornBytes = untrustedRest.Length;
        bool isComplete = untrustedRest.IsEmpty && ended != StreamEnd.Broken;
        if (_filling is null && untrustedRest.IsEmpty)
        {
            return isComplete && _lastEnded != 0;
        }

        if (_filling is { } filling && IsProvedComplete(filling, ended, untrustedRest))
        {
            End(filling, store);
            if (isComplete)
            {
                return true;
            }
        }

        // The received part of it belongs in no trace, but it is the latest known data before the end.
        tornBytes += _filling?.FrameBytes ?? 0;
        bool stored = untrustedRest.IsEmpty || store.StoreInGeneration((int)GoTraceFrameKind.Rest, untrustedRest);
        if (stored)
        {
            store.DropGeneration(CloseGeneration(), asTail: true);
        }

        return false;
    }

    /// <inheritdoc/>
    public void EndStream(TraceTicks at, IGenerationStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (_filling is not null)
        {
            store.DropGeneration(CloseGeneration(), asTail: false);
        }

        // The numbers may continue, but the next stream defines everything again.
        BeginRun(store, passedOver: 0);
    }

    /// <inheritdoc/>
    public void BeginStream() => _splitter = new GoTraceSplitter();

    /// <inheritdoc/>
    public void Release()
    {
        // Nothing is stored outside the generations.
    }

    /// <inheritdoc/>
    public FrozenState Freeze() => new GoTraceFrozenState();

    // The head of an incomplete batch may show that the next generation has started.
    private bool IsProvedComplete(GoGeneration filling, StreamEnd ended, ReadOnlySpan<byte> untrustedRest)
    {
        bool mayBeComplete = !Version.HasEndMarks && filling.Missing is null;
        bool isProved = untrustedRest.IsEmpty
            ? ended == StreamEnd.Clean || (ended == StreamEnd.Unknown && filling.LooksFinished)
            : GoBatch.TryReadGeneration(untrustedRest, out ulong next) && next != filling.Number;
        return mayBeComplete && isProved;
    }

    private TraceFault? AcceptBatch(in Frame frame, IGenerationStore store)
    {
        GoBatch.Read(frame.Payload, out GoBatch batch, out _);
        if (batch.Generation == 0)
        {
            return TraceFaultCode.GenerationZero;
        }

        TraceFault? fault = _filling is { } before && before.Number != batch.Generation
            ? EndBefore(before, store)
            : null;
        if (fault is { } broken && !_failsAsGo)
        {
            Fail(broken, store);
            fault = null;
        }

        if (fault is not null || batch.Generation == _passedOver)
        {
            return fault;
        }

        fault = _filling is null ? Begin(batch, store) : null;
        return fault ?? Take(frame, batch, store);
    }

    private TraceFault? AcceptEndMark(in Frame frame, IGenerationStore store)
    {
        if (_filling is not { } filling)
        {
            bool endsPassedOver = _passedOver != 0;
            _passedOver = 0;
            return endsPassedOver ? null : TraceFaultCode.EndMarkUnexpected;
        }

        filling.AddEndMark();
        return Store(frame, store) ? EndIfComplete(filling, store) : TooLarge(filling.Number);
    }

    // Every batch of a generation arrives before those of the next, so up to 1.25 another number ends it.
    private TraceFault? EndBefore(GoGeneration filling, IGenerationStore store) =>
        Version.HasEndMarks
            ? FaultOf(TraceFaultCode.GenerationEndMissing, filling.Number)
            : EndIfComplete(filling, store);

    private TraceFault? EndIfComplete(GoGeneration filling, IGenerationStore store)
    {
        if (filling.Missing is null)
        {
            End(filling, store);
        }

        return filling.Missing;
    }

    private void End(GoGeneration filling, IGenerationStore store)
    {
        _lastEnded = filling.Number;
        _lastEndedAt = filling.Span.Last;
        TicksPerSecond = filling.Clocks!.Value.TicksPerSecond;
        _tap?.End(TicksPerSecond);
        store.EndGeneration(CloseGeneration());
    }

    private TraceFault? Begin(in GoBatch batch, IGenerationStore store)
    {
        _passedOver = 0;
        bool follows = _lastEnded == 0 || batch.Generation - 1 == _lastEnded;
        TraceFault gap = FaultOf(TraceFaultCode.GenerationGap, batch.Generation, _lastEnded);
        if (!follows)
        {
            ulong missing = batch.Generation > _lastEnded ? batch.Generation - 1 - _lastEnded : 1;
            TraceTicks at = new(unchecked((long)batch.Time));
            long count = (long)Math.Min(missing, MaxMissing);
            store.AddLoss(new Loss(_lastEndedAt, at, LossReason.GenerationGap, count, null, new LossCause(gap)));
            BeginRun(store, passedOver: 0);
        }

        _filling = new GoGeneration(batch.Generation, Version);
        return _failsAsGo && !follows ? gap : null;
    }

    private TraceFault? Take(in Frame frame, in GoBatch batch, IGenerationStore store)
    {
        GoGeneration filling = _filling!;
        bool isExperimental = (GoTraceFrameKind)frame.Kind == GoTraceFrameKind.ExperimentalBatch;
        TraceFault? fault = null;
        if (isExperimental)
        {
            filling.AddExperimental(batch);
        }
        else
        {
            fault = filling.Add(batch);
            _tap?.Add(batch);
        }

        return fault is not null || Store(frame, store) ? fault : TooLarge(filling.Number);
    }

    private TraceFault? TooLarge(ulong number) =>
        _failsAsGo ? FaultOf(TraceFaultCode.GenerationTooLarge, number) : null;

    private static TraceFault FaultOf(TraceFaultCode code, ulong generation, ulong before = 0) =>
        new(code, Number: unchecked((long)generation), Other: unchecked((long)before));

    private bool Store(in Frame frame, IGenerationStore store)
    {
        ulong number = _filling!.Number;
        bool stored = store.StoreInGeneration(frame.Kind, frame.Payload);
        if (!stored)
        {
            // The store has dropped it, and counted it.
            BeginRun(store, passedOver: number);
        }

        return stored;
    }

    // An unreadable batch costs its generation; the next may be intact.
    private void Fail(TraceFault fault, IGenerationStore store)
    {
        (TraceTicks first, TraceTicks last) = _filling?.Span ?? (_lastEndedAt, _lastEndedAt);
        store.AddLoss(new Loss(first, last, LossReason.GenerationBroken, 1, null, new LossCause(fault)));
        ulong number = _filling?.Number ?? _passedOver;
        store.DropGeneration(CloseGeneration(), asTail: false);
        BeginRun(store, passedOver: number);
    }

    private void BeginRun(IGenerationStore store, ulong passedOver)
    {
        _lastEnded = 0;
        _passedOver = passedOver;
        _tap?.Restart();
        store.BeginRun();
    }
}
