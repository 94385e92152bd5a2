namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// Counts by key, for a maximum number of keys; items of further keys are left out. Not safe for concurrent use.
/// </summary>
internal sealed class KeyCounts<TKey>
    where TKey : notnull
{
    private const int MaxKeys = 10_000;

    private readonly Dictionary<TKey, int> _counts = [];

    /// <summary>The count of each key, in no order.</summary>
    public IEnumerable<KeyValuePair<TKey, int>> All => _counts;

    /// <summary>The median of the counts; null for no keys.</summary>
    public double? Median => _counts.Count == 0 ? null : _counts.Values.Order().ElementAt(_counts.Count / 2);

    /// <summary>Counts an item.</summary>
    public void Add(TKey key)
    {
        bool isCounted = _counts.TryGetValue(key, out int count);
        if (isCounted || _counts.Count < MaxKeys)
        {
            _counts[key] = count + 1;
        }
    }
}
