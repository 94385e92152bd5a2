namespace Contrail.Core.Triggers;

/// <summary>
/// The starts of pairs that have not ended, by key; the oldest is forgotten and counted when there are too many. Times
/// never decrease. Not safe for concurrent use.
/// </summary>
internal sealed class OpenStarts
{
    /// <summary>Operations in progress at the same time; about 100 bytes each.</summary>
    public const int DefaultCapacity = 4_096;

    private readonly int _capacity;
    private readonly Dictionary<string, LinkedListNode<OpenStart>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<OpenStart> _oldestFirst = [];

    /// <param name="capacity">How many can be open.</param>
    public OpenStarts(int capacity = DefaultCapacity) => _capacity = capacity;

    /// <summary>How many were forgotten.</summary>
    public long ForgottenCount { get; private set; }

    /// <summary>Adds a start; an earlier one of the same key is replaced.</summary>
    /// <param name="key">The key.</param>
    /// <param name="moment">When it happened, as the event has it.</param>
    /// <param name="now">The time.</param>
    public void Start(string key, long moment, long now)
    {
        _ = TryStop(key, out _);
        if (_byKey.Count == _capacity)
        {
            _ = _byKey.Remove(_oldestFirst.First!.Value.Key);
            _oldestFirst.RemoveFirst();
            ForgottenCount++;
        }

        _byKey.Add(key, _oldestFirst.AddLast(new OpenStart(key, moment, now)));
    }

    /// <summary>Removes a start and returns its moment; false if there is none.</summary>
    public bool TryStop(string key, out long moment)
    {
        bool isFound = _byKey.Remove(key, out LinkedListNode<OpenStart>? node);
        moment = isFound ? node!.Value.Moment : 0;
        if (isFound)
        {
            _oldestFirst.Remove(node!);
        }

        return isFound;
    }

    /// <summary>
    /// Removes the starts that have been open for longer than a comparison allows and returns the time of the oldest;
    /// false if there is none.
    /// </summary>
    /// <param name="limit">The comparison.</param>
    /// <param name="now">The time up to which ends have been observed.</param>
    /// <param name="longest">The longest time.</param>
    public bool TryTakeOverdue(Comparison limit, long now, out long longest)
    {
        longest = 0;
        while (_oldestFirst.First is { } node && limit.Holds(now - node.Value.At))
        {
            longest = Math.Max(longest, now - node.Value.At);
            _ = TryStop(node.Value.Key, out _);
        }

        return longest > 0;
    }

    private readonly record struct OpenStart(string Key, long Moment, long At);
}
