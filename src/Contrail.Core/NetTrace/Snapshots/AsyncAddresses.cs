using Contrail.Core.Bytes;
using Contrail.Core.NetTrace.Async;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;

namespace Contrail.Core.NetTrace.Snapshots;

/// <summary>
/// The code addresses in a window's buffers of the async profiler: they are in payloads, and on no stack.
/// </summary>
internal static class AsyncAddresses
{
    /// <summary>Adds those of a window. Without the async profiler's events it costs nothing.</summary>
    public static void Collect(FrozenRing ring, MetadataRow[] rows, HashSet<ulong> addresses)
    {
        HashSet<int> ids =
        [
            .. rows
                .Where(row => row is { Provider: AsyncEventReader.Provider, EventId: AsyncEventReader.EventId })
                .Select(row => row.Id),
        ];
        if (ids.Count == 0)
        {
            return;
        }

        AsyncEventSchema schema = new();
        foreach (FrozenGeneration generation in ring.GenerationsOldestFirst)
        {
            RowIds? changedIds = ((NetTraceGenerationState)generation.Source.Carry).ChangedIds;
            foreach (StoredFrame frame in generation.Frames.Frames)
            {
                if ((NetTraceFrameKind)frame.Kind == NetTraceFrameKind.Events)
                {
                    Add(frame.Bytes.Span, ids, changedIds, schema, addresses);
                }
            }
        }
    }

    private static void Add(
        ReadOnlySpan<byte> block,
        HashSet<int> ids,
        RowIds? changedIds,
        AsyncEventSchema schema,
        HashSet<ulong> addresses)
    {
        if (!EventBlockHeader.TryRead(block, out EventBlockHeader header))
        {
            return;
        }

        EventBlockReader events = new(block, header);
        while (events.MoveNext())
        {
            if (ids.Contains(changedIds?[events.MetadataId] ?? events.MetadataId))
            {
                Add(new AsyncEventReader(events.Payload, schema), addresses);
            }
        }
    }

    private static void Add(AsyncEventReader buffer, HashSet<ulong> addresses)
    {
        while (buffer.MoveNext())
        {
            AsyncFrameReader frames = buffer.Frames;
            while (frames.MoveNext())
            {
                // The innermost frame of a runtime method is the runtime's own, without code.
                if (frames.Address != 0)
                {
                    addresses.Add(frames.Address);
                }
            }
        }
    }
}
