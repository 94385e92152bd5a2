using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.Views;

/// <summary>Adds up sampled allocations by type. Not safe for concurrent use.</summary>
internal sealed class AllocationTally
{
    private static readonly EventField Amount64BytesField =
        RuntimeEventTable.Field("Amount64Bytes", RuntimeEventId.GCAllocationTick);

    private static readonly EventField AmountBytesField =
        RuntimeEventTable.Field("AmountBytes", RuntimeEventId.GCAllocationTick);

    private static readonly EventField TypeNameField =
        RuntimeEventTable.Field("TypeName", RuntimeEventId.GCAllocationTick);

    private const int MaxTypes = 1_000;
    private const int MaxTop = 10;
    private const int VersionWithType = 2;
    private const long MaxBytes = 1L << 60;

    private readonly TopTally<string> _types = new(MaxTypes);
    private long _count;
    private long _bytes;

    public void Add(MetadataRow row, in EventBlockReader current, TraceObject trace)
    {
        if (!RuntimePayload.TryRead(row, current, trace, out EventPayload tick))
        {
            return;
        }

        bool hasType = row.Version >= VersionWithType;
        ulong declared = hasType ? tick.Number(Amount64BytesField) : tick.Number32(AmountBytesField);
        long bytes = (long)Math.Min(declared, MaxBytes);
        _count++;
        _bytes = Math.Min(MaxBytes, _bytes + bytes);
        if (hasType)
        {
            string type = tick.Text(TypeNameField);
            _types.Add(type.Length > 0 ? FileText.ShortenName(TypeNames.Readable(type)) : "unknown type", bytes);
        }
    }

    /// <summary>What there was; null if there was no sample.</summary>
    public AllocationSummary? Conclude() => _count == 0 ? null : new AllocationSummary
    {
        Count = _count,
        Bytes = _bytes,
        Types = [.. _types.Top(MaxTop).Select(top => new NamedCount(top.Key, top.Count))],
    };
}
