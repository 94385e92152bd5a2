using Contrail.Core.Decoding;
using Contrail.Core.Formats.NetTrace;

namespace Contrail.Analysis.Views;

/// <summary>Adds up sampled allocations by type. Not safe for concurrent use.</summary>
internal sealed class AllocationTally
{
    private const int TypesMax = 1_000;
    private const int TopMax = 10;
    private const int VersionWithType = 2;
    private const long BytesMax = 1L << 60;

    private readonly TopTally<string> _types = new(TypesMax);
    private long _count;
    private long _bytes;

    public void Add(MetadataRow row, in EventBlockReader current, TraceObject trace)
    {
        if (!RuntimePayload.TryRead(row, current, trace, out EventPayload tick))
        {
            return;
        }

        bool hasType = row.Version >= VersionWithType;
        ulong declared = hasType ? tick.Number("Amount64Bytes") : tick.Number32("AmountBytes");
        long bytes = (long)Math.Min(declared, BytesMax);
        _count++;
        _bytes = Math.Min(BytesMax, _bytes + bytes);
        if (hasType)
        {
            string type = tick.Text("TypeName");
            _types.Add(type.Length > 0 ? FileText.ShortenName(TypeNames.Readable(type)) : "unknown type", bytes);
        }
    }

    /// <summary>What there was; null if there was no sample.</summary>
    public AllocationSummary? Conclude() => _count == 0 ? null : new AllocationSummary
    {
        Count = _count,
        Bytes = _bytes,
        Types = [.. _types.Top(TopMax).Select(top => new NamedCount(top.Key, top.Count))],
    };
}
