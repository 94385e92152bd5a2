using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views;

/// <summary>Adds up sampled allocations by type. Not safe for concurrent use.</summary>
internal sealed class AllocationView : IModelSink
{
    private const int MaxTypes = 1_000;
    private const int MaxTop = 10;
    private const long MaxBytes = 1L << 60;

    private readonly TopTally<string> _types = new(MaxTypes);
    private long _count;
    private long _bytes;

    /// <inheritdoc/>
    public ModelNeeds Needs => ModelNeeds.Allocations;

    /// <inheritdoc/>
    public void Add(in AllocationSample allocation)
    {
        _count++;
        _bytes = Math.Min(MaxBytes, _bytes + allocation.Bytes);
        _types.Add(allocation.Type.Length > 0 ? allocation.Type : "unknown type", allocation.Bytes);
    }

    /// <summary>The sums; null if there was no sample.</summary>
    public AllocationSummary? Conclude() => _count == 0 ? null : new AllocationSummary
    {
        Count = _count,
        Bytes = _bytes,
        Types = [.. _types.Top(MaxTop).Select(top => new NamedCount(top.Key, top.Count))],
    };
}
