using System.Buffers.Binary;

namespace Contrail.Core.Formats.NetTrace;

/// <summary>
/// Lays out a nettrace 4 file as a list of parts: envelopes of our own, and payloads where they already lie.
/// Nothing is copied. Not safe for concurrent use.
/// </summary>
internal sealed class NetTraceWriter
{
    private const int EnvelopeBytesMax = 40;

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
        Span<byte> envelope = stackalloc byte[EnvelopeBytesMax];
        envelope.Clear();
        ReadOnlySpan<byte> name = NetTraceObjects.NameOf(kind);
        int version = blockBytes is null ? NetTraceObjects.TraceVersion : NetTraceObjects.BlockVersion;
        envelope[0] = NetTraceObjects.BeginObject;
        envelope[1] = NetTraceObjects.BeginObject;
        envelope[2] = NetTraceObjects.NullReference;
        BinaryPrimitives.WriteInt32LittleEndian(envelope[3..], version);
        BinaryPrimitives.WriteInt32LittleEndian(envelope[7..], version);
        BinaryPrimitives.WriteInt32LittleEndian(envelope[11..], name.Length);
        name.CopyTo(envelope[15..]);
        int count = 15 + name.Length;
        envelope[count++] = NetTraceObjects.EndObject;
        if (blockBytes is { } bytes)
        {
            BinaryPrimitives.WriteInt32LittleEndian(envelope[count..], bytes);
            count += sizeof(int);
            count += NetTraceSplitter.PadBytes(Offset + count);
        }

        return envelope[..count].ToArray();
    }

    private void Add(ReadOnlyMemory<byte> part)
    {
        _parts.Add(part);
        Offset += part.Length;
    }
}
