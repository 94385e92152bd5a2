using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>Makes records of the sizes of the heap after each collection. Not safe for concurrent use.</summary>
internal sealed class HeapInterpreter(Interpretation shared) : IEventInterpreter
{
    private const ulong MaxBytes = 1UL << 60;

    private static readonly EventField[] Sizes =
        Fields("Size0Bytes", "Size1Bytes", "Size2Bytes", "Size3Bytes", "Size4Bytes");
    private static readonly EventField[] Promoted =
        Fields("Promoted0Bytes", "Promoted1Bytes", "Promoted2Bytes", "Promoted3Bytes", "Promoted4Bytes");

    private static readonly EventField PinnedCount = Field("PinnedObjectCount");
    private static readonly EventField FinalizationCount = Field("FinalizationPromotedCount");
    private static readonly EventField HandleCount = Field("HandleCount");

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row) =>
        row is { Provider: RuntimeProvider.Name, EventId: RuntimeEventId.GCHeapStats } ? AddHeap : null;

    /// <inheritdoc/>
    public void Complete()
    {
    }

    private static EventField Field(string name) => RuntimeEventTable.Field(name, RuntimeEventId.GCHeapStats);

    private static EventField[] Fields(params string[] names) => [.. names.Select(Field)];

    // A number from a file may be any; a sum of some must not overflow.
    private static long Bounded(in EventPayload payload, EventField field) =>
        (long)Math.Min(payload.Number(field), MaxBytes);

    private void AddHeap(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        if (!payload.IsRead)
        {
            return;
        }

        double promoted = 0;
        foreach (EventField field in Promoted)
        {
            promoted += payload.Number(field);
        }

        shared.Sink.Add(new HeapState(
            at,
            Bounded(payload, Sizes[0]),
            Bounded(payload, Sizes[1]),
            Bounded(payload, Sizes[2]),
            Bounded(payload, Sizes[3]),
            Bounded(payload, Sizes[4]))
        {
            PinnedObjectCount = Bounded(payload, PinnedCount),
            FinalizationCount = Bounded(payload, FinalizationCount),
            HandleCount = Bounded(payload, HandleCount),
            PromotedBytes = (long)Math.Min(promoted, MaxBytes),
        });
    }
}
