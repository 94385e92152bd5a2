using System.Buffers;
using System.Buffers.Binary;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Reading;

/// <summary>
/// The smallest stream with everything that a runtime sends: a recorder processes it before it opens a session, so that
/// its code is compiled when the first real bytes arrive.
/// </summary>
internal static class SampleTrace
{
    private const ulong ThreadId = 1;

    /// <summary>Builds it.</summary>
    /// <param name="at">When all of it happens.</param>
    public static byte[] Build(TraceTicks at)
    {
        MetadataBlockBuilder metadata = new(rowIdLast: 0);
        EventBlockBuilder events = new(ThreadId);
        int load = Describe(metadata, RuntimeProvider.Name, RuntimeEventId.MethodLoadVerbose);
        int unload = Describe(metadata, RuntimeProvider.Name, RuntimeEventId.MethodUnloadVerbose);
        int entryPoint = Describe(metadata, RuntimeProvider.Name, RuntimeEventId.EntryPoint);
        int rundown = Describe(metadata, RuntimeProvider.RundownName, RundownEventId.MethodEndVerbose);
        byte[] method = MethodPayload();
        events.Add(load, ThreadId, at, method);
        events.Add(rundown, ThreadId, at, method);
        events.Add(entryPoint, ThreadId, at, method);
        events.Add(unload, ThreadId, at, method);
        return Write(at, metadata, events);
    }

    private static int Describe(MetadataBlockBuilder metadata, string provider, int eventId) =>
        metadata.OwnId(new OwnEvent(provider, eventId, 1, "", 0, 5, []));

    // As a method's load: ids, address, size, token, flags, three empty texts, the runtime's instance.
    private static byte[] MethodPayload()
    {
        byte[] payload = new byte[44];
        BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(16), 0x1000);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(24), 0x10);
        return payload;
    }

    private static byte[] Write(TraceTicks at, MetadataBlockBuilder metadata, EventBlockBuilder events)
    {
        NetTraceWriter writer = new();
        writer.Begin(new TraceObject(DateTime.UnixEpoch, at, 1_000_000_000, sizeof(long), 1, 1, 0));
        foreach (byte[] block in metadata.Build(at))
        {
            writer.Block(NetTraceFrameKind.Metadata, block);
        }

        // One stack of one frame: id 1, count 1, eight bytes, an address.
        byte[] stacks = new byte[20];
        BinaryPrimitives.WriteInt32LittleEndian(stacks, 1);
        BinaryPrimitives.WriteInt32LittleEndian(stacks.AsSpan(4), 1);
        BinaryPrimitives.WriteInt32LittleEndian(stacks.AsSpan(8), sizeof(long));
        writer.Block(NetTraceFrameKind.Stacks, stacks);
        foreach (ReadOnlyMemory<byte> block in events.TakeBlocks())
        {
            writer.Block(NetTraceFrameKind.Events, block);
        }

        writer.Block(NetTraceFrameKind.SequencePoint, SequencePoint.Build(at, [(ThreadId, events.EventCount)]));
        writer.End();
        ArrayBufferWriter<byte> stream = new();
        foreach (ReadOnlyMemory<byte> part in writer.Parts)
        {
            stream.Write(part.Span);
        }

        return stream.WrittenSpan.ToArray();
    }
}
