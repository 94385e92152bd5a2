namespace Contrail.Core.NetTrace.Wire;

/// <summary>
/// Lays out a nettrace 4 file as a list of parts: bytes of its own, and payloads where they already are. Not
/// thread-safe.
/// </summary>
internal sealed class NetTraceWriter
{
    /// <summary>
    /// Maximum size of a payload that is copied between the writer's own bytes: that takes less memory than a separate
    /// part, and a stream may consist of tiny blocks only.
    /// </summary>
    private const int MaxCopiedBytes = 64;

    private const int SlabBytes = 64 << 10;

    private readonly List<ReadOnlyMemory<byte>> _parts = [];
    private byte[] _slab = [];
    private int _usedBytes;
    private int _partStart;

    /// <summary>The file so far, in order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Parts
    {
        get
        {
            TakeSlab();
            return _parts;
        }
    }

    /// <summary>Its length, in bytes.</summary>
    public long Offset { get; private set; }

    public void Begin(TraceObject trace)
    {
        Copy(NetTraceObjects.StreamHeader);
        Envelope(NetTraceFrameKind.Trace, blockBytes: null);
        Span<byte> payload = stackalloc byte[NetTraceObjects.TracePayloadBytes];
        trace.Write(payload);
        Copy(payload);
        Copy([NetTraceObjects.EndObject]);
    }

    /// <summary>Adds a block. Its payload is borrowed: it must stay until the parts are written.</summary>
    public void Block(NetTraceFrameKind kind, ReadOnlyMemory<byte> payload)
    {
        Envelope(kind, payload.Length);
        if (payload.Length <= MaxCopiedBytes)
        {
            Copy(payload.Span);
        }
        else
        {
            TakeSlab();
            _parts.Add(payload);
            Offset += payload.Length;
        }

        Copy([NetTraceObjects.EndObject]);
    }

    public void End() => Copy([NetTraceObjects.NullReference]);

    private void Envelope(NetTraceFrameKind kind, int? blockBytes)
    {
        Span<byte> envelope = stackalloc byte[NetTraceEnvelope.MaxBytes];
        Copy(envelope[..NetTraceEnvelope.Write(envelope, kind, blockBytes, Offset)]);
    }

    private void Copy(ReadOnlySpan<byte> bytes)
    {
        if (_slab.Length - _usedBytes < bytes.Length)
        {
            TakeSlab();
            _slab = new byte[SlabBytes];
            _usedBytes = 0;
            _partStart = 0;
        }

        bytes.CopyTo(_slab.AsSpan(_usedBytes));
        _usedBytes += bytes.Length;
        Offset += bytes.Length;
    }

    private void TakeSlab()
    {
        if (_usedBytes > _partStart)
        {
            _parts.Add(_slab.AsMemory(_partStart, _usedBytes - _partStart));
            _partStart = _usedBytes;
        }
    }
}
