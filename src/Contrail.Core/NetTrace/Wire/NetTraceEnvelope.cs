using System.Buffers.Binary;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>The bytes before an object's content: tags, version, name, and for a block its size and padding.</summary>
internal static class NetTraceEnvelope
{
    /// <summary>The longest, with all of its padding.</summary>
    public const int MaxBytes = 40;

    /// <summary>Writes it, and returns its length.</summary>
    /// <param name="target">At least <see cref="MaxBytes"/> bytes.</param>
    /// <param name="kind">Which object.</param>
    /// <param name="blockBytes">A block's size; null for the trace object, which has none.</param>
    /// <param name="offset">Its offset in the file: the padding depends on it.</param>
    public static int Write(Span<byte> target, NetTraceFrameKind kind, int? blockBytes, long offset)
    {
        target[..MaxBytes].Clear();
        ReadOnlySpan<byte> name = NetTraceObjects.NameOf(kind);
        int version = blockBytes is null ? NetTraceObjects.TraceVersion : NetTraceObjects.BlockVersion;
        target[0] = NetTraceObjects.BeginObject;
        target[1] = NetTraceObjects.BeginObject;
        target[2] = NetTraceObjects.NullReference;
        BinaryPrimitives.WriteInt32LittleEndian(target[NetTraceObjects.VersionOffset..], version);
        BinaryPrimitives.WriteInt32LittleEndian(target[NetTraceObjects.ReaderVersionOffset..], version);
        BinaryPrimitives.WriteInt32LittleEndian(target[11..], name.Length);
        name.CopyTo(target[NetTraceObjects.HeadBytes..]);
        int count = NetTraceObjects.HeadBytes + name.Length;
        target[count++] = NetTraceObjects.EndObject;
        if (blockBytes is { } bytes)
        {
            BinaryPrimitives.WriteInt32LittleEndian(target[count..], bytes);
            count += sizeof(int);
            count += NetTraceSplitter.PadBytes(offset + count);
        }

        return count;
    }
}
