namespace Contrail.Core.Formats.NetTrace;

/// <summary>
/// Lays out a nettrace 4 file as a list of parts: envelopes of our own, and payloads where they already lie.
/// Nothing is copied. Not safe for concurrent use.
/// </summary>
internal sealed class NetTraceWriter
{
    private static readonly byte[] EndOfObject = [NetTraceObjects.EndObject];

    private readonly List<ReadOnlyMemory<byte>> _parts = [];

    /// <summary>The file so far, in order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Parts => _parts;

    /// <summary>Its length, in bytes.</summary>
    public long Offset { get; private set; }

    public void Begin(TraceObject trace)
    {
        Add(NetTraceObjects.StreamHeader.ToArray());
        Add(Envelope(NetTraceFrameKind.Trace, blockBytes: null));
        byte[] payload = new byte[NetTraceObjects.TracePayloadBytes];
        trace.Write(payload);
        Add(payload);
        Add(EndOfObject);
    }

    /// <summary>Adds a block. Its payload is borrowed: it must stay until the parts are written.</summary>
    public void Block(NetTraceFrameKind kind, ReadOnlyMemory<byte> payload)
    {
        Add(Envelope(kind, payload.Length));
        Add(payload);
        Add(EndOfObject);
    }

    public void End() => Add(new byte[] { NetTraceObjects.NullReference });

    private byte[] Envelope(NetTraceFrameKind kind, int? blockBytes)
    {
        Span<byte> envelope = stackalloc byte[NetTraceEnvelope.BytesMax];
        return envelope[..NetTraceEnvelope.Write(envelope, kind, blockBytes, Offset)].ToArray();
    }

    private void Add(ReadOnlyMemory<byte> part)
    {
        _parts.Add(part);
        Offset += part.Length;
    }
}
