using System.Buffers;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>
/// Writes a nettrace 4 file object by object into a buffer that its owner empties. Not safe for concurrent use.
/// </summary>
internal sealed class NetTraceStreamWriter
{
    private readonly IBufferWriter<byte> _target;

    public NetTraceStreamWriter(IBufferWriter<byte> target) => _target = target;

    /// <summary>How long the file is so far.</summary>
    public long Offset { get; private set; }

    public void StreamHeader() => Write(NetTraceObjects.StreamHeader);

    public void Trace(ReadOnlySpan<byte> payload) => Object(NetTraceFrameKind.Trace, null, payload);

    public void Block(NetTraceFrameKind kind, ReadOnlySpan<byte> payload) => Object(kind, payload.Length, payload);

    public void End() => Write([NetTraceObjects.NullReference]);

    private void Object(NetTraceFrameKind kind, int? blockBytes, ReadOnlySpan<byte> payload)
    {
        Span<byte> envelope = stackalloc byte[NetTraceEnvelope.MaxBytes];
        Write(envelope[..NetTraceEnvelope.Write(envelope, kind, blockBytes, Offset)]);
        Write(payload);
        Write([NetTraceObjects.EndObject]);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _target.Write(bytes);
        Offset += bytes.Length;
    }
}
