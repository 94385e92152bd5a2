namespace Contrail.Analysis.Views.Tables;

/// <summary>
/// Groups by key, for a maximum number of keys: a trace can contain any number of different ones. Items of further keys
/// are counted. Not safe for concurrent use.
/// </summary>
/// <param name="maxKeys">Number of keys that are kept.</param>
internal sealed class BoundedGroups<TKey, TGroup>(int maxKeys)
    where TKey : notnull
    where TGroup : class, new()
{
    private readonly Dictionary<TKey, TGroup> _groups = [];

    /// <summary>Items whose key was not kept.</summary>
    public long RejectedCount { get; private set; }

    /// <summary>Number of keys.</summary>
    public int Count => _groups.Count;

    /// <summary>The groups, in no order.</summary>
    public IEnumerable<KeyValuePair<TKey, TGroup>> All => _groups;

    /// <summary>The group of a key; null, and counted, if there are too many keys.</summary>
    public TGroup? Find(TKey key)
    {
        if (_groups.TryGetValue(key, out TGroup? group))
        {
            return group;
        }

        if (_groups.Count >= maxKeys)
        {
            RejectedCount++;
            return null;
        }

        group = new TGroup();
        _groups.Add(key, group);
        return group;
    }

    /// <summary>A sentence about what was not kept; nothing if everything was.</summary>
    /// <param name="what">What is grouped, in the plural.</param>
    public IEnumerable<string> Notes(string what)
    {
        if (RejectedCount > 0)
        {
            yield return $"{RejectedCount} {what} are not included: more than {maxKeys} different groups.";
        }
    }
}
