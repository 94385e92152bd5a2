using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Benchmarks.Peers;

/// <summary>
/// Nettrace as far as whole blocks: split, cut, stored, evicted; no event is looked at. What is left of the recorder's
/// cost without it is the splitter, the ring and one copy.
/// </summary>
internal sealed class BlocksOnlyFormat : ICutFormat
{
    private readonly NetTraceSplitter _splitter = new();
    private TraceObject? _trace;

    public TraceFault? Fault => _splitter.Fault;

    public long TicksPerSecond => _trace?.TicksPerSecond ?? 0;

    public TraceTicks? Start => _trace?.SyncTicks;

    public long EventCount => 0;

    public long CarriedBytes => 0;

    public IReadOnlyList<Loss> CarriedLosses => [];

    public SplitStatus Split(ReadOnlySpan<byte> untrusted, out Frame frame, out int bytesNeeded) =>
        _splitter.Split(untrusted, out frame, out bytesNeeded);

    public (TraceTicks First, TraceTicks Last)? CutBefore(in Frame frame)
    {
        bool hasEvents = (NetTraceFrameKind)frame.Kind == NetTraceFrameKind.Events;
        return hasEvents && EventBlockHeader.TryRead(frame.Payload, out EventBlockHeader header)
            ? (header.First, header.Last)
            : null;
    }

    public bool TryAccept(in Frame frame, IFrameStore store)
    {
        if ((NetTraceFrameKind)frame.Kind == NetTraceFrameKind.Trace)
        {
            TraceObject.TryRead(frame.Payload, out _trace);
        }
        else if (_trace is not null)
        {
            store.StoreInGeneration(frame.Kind, frame.Payload);
        }

        return true;
    }

    public void Take(in Frame frame) => _splitter.Take(frame);

    public void ExpectStream(TraceTicks? opensAfter) => throw OneStream();

    public void EndStream(TraceTicks at, IFrameStore store) => throw OneStream();

    public void BeginStream() => throw OneStream();

    public void PassOver()
    {
        // Frames share nothing.
    }

    public IGenerationState CloseGeneration() => new NothingCarried();

    public void Release()
    {
        // Nothing was kept.
    }

    public FrozenState Freeze() => throw new NotSupportedException("This format is never frozen.");

    private static NotSupportedException OneStream() => new("This format has one stream.");

    private sealed class NothingCarried : IGenerationState, IDisposable
    {
        public (TraceTicks First, TraceTicks Last)? Span => null;

        public long EventCount => 0;

        public IReadOnlyList<Loss> Losses => [];

        public long HeldBytes => 0;

        public void Evict()
        {
            // Nothing was kept.
        }

        public IDisposable Pin() => this;

        public void Dispose()
        {
            // Nothing was pinned.
        }
    }
}
