namespace Contrail.Analysis.Views;

/// <summary>
/// Counts by key, for a maximum number of keys; later keys are counted together. Frequent keys occur early, so the
/// top is right unless more than that many rare keys precede them. Not thread-safe.
/// </summary>
internal sealed class TopTally<TKey>(int maxKeys)
    where TKey : notnull
{
    private const long MaxSum = 1L << 60;

    private readonly Dictionary<TKey, long> _counts = [];

    /// <summary>Number of keys that are counted separately.</summary>
    public int KeyCount => _counts.Count;

    public void Add(TKey key, long weight = 1)
    {
        if (_counts.TryGetValue(key, out long count) || _counts.Count < maxKeys)
        {
            // A weight from a file may be any number.
            _counts[key] = Math.Min(MaxSum, count + Math.Clamp(weight, 0, MaxSum));
        }
    }

    /// <summary>The most frequent first; equals in the order of their text, so that output is stable.</summary>
    public IEnumerable<(TKey Key, long Count)> Top(int maxCount) => _counts
        .OrderByDescending(pair => pair.Value)
        .ThenBy(pair => pair.Key.ToString(), StringComparer.Ordinal)
        .Take(maxCount)
        .Select(pair => (pair.Key, pair.Value));
}
