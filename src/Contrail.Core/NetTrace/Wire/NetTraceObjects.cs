using System.Buffers.Binary;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>The objects a nettrace 4 stream is made of: the table that splitter and writer share.</summary>
internal static class NetTraceObjects
{
    /// <summary>Begin of an object, of its type, null reference, end of an object: FastSerialization's tags.</summary>
    public const byte BeginObject = 5, NullReference = 1, EndObject = 6;

    /// <summary>The trace object has a fixed size, no size field and no padding.</summary>
    public const int TracePayloadBytes = 48;

    /// <summary>Blocks are padded so that their payload begins at a multiple of this offset in the stream.</summary>
    public const int Alignment = 4;

    public const int TraceVersion = 4, BlockVersion = 2;

    /// <summary>The fields with an object's version, and with the version that a reader needs to read it.</summary>
    public const int VersionOffset = 3, ReaderVersionOffset = 7;

    /// <summary>Tags, versions, name length: the bytes before an object's name.</summary>
    public const int HeadBytes = 15;

    public static ReadOnlySpan<byte> StreamHeader => "Nettrace\x14\0\0\0!FastSerialization.1"u8;

    public static ReadOnlySpan<byte> Magic => "Nettrace"u8;

    /// <summary>The name of an object, as in the stream.</summary>
    public static ReadOnlySpan<byte> NameOf(NetTraceFrameKind kind) => kind switch
    {
        NetTraceFrameKind.Trace => "Trace"u8,
        NetTraceFrameKind.Metadata => "MetadataBlock"u8,
        NetTraceFrameKind.Stacks => "StackBlock"u8,
        NetTraceFrameKind.Events => "EventBlock"u8,
        NetTraceFrameKind.SequencePoint => "SPBlock"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This is no object."),
    };

    /// <summary>Bytes of an object's envelope before its padding: the trace object has no padding.</summary>
    public static int BytesBeforePadding(NetTraceFrameKind kind) =>
        HeadBytes + NameOf(kind).Length + 1 + (kind == NetTraceFrameKind.Trace ? 0 : sizeof(int));

    /// <summary>
    /// Whether an object requires readers of a newer version than its own: such readers do not exist.
    /// </summary>
    public static bool RequiresNewerReaders(ReadOnlySpan<byte> envelope) =>
        BinaryPrimitives.ReadInt32LittleEndian(envelope[ReaderVersionOffset..])
        > BinaryPrimitives.ReadInt32LittleEndian(envelope[VersionOffset..]);

    public static bool TryFind(ReadOnlySpan<byte> untrustedName, out NetTraceFrameKind kind)
    {
        for (kind = NetTraceFrameKind.Trace; kind <= NetTraceFrameKind.SequencePoint; kind++)
        {
            if (untrustedName.SequenceEqual(NameOf(kind)))
            {
                return true;
            }
        }

        return false;
    }
}
