namespace Contrail.Analysis.Views;

/// <summary>Adds up times under names, of which there are not more than so many. Not safe for concurrent use.</summary>
internal sealed class NamedTimes
{
    private const int MaxNames = 1_000;
    private const string Others = "others";

    private readonly Dictionary<string, (long Count, double Total, double Longest)> _byName =
        new(StringComparer.Ordinal);

    public void Add(string name, double nanoseconds) => Add(name, (1, nanoseconds, nanoseconds));

    /// <summary>Adds all times of the other.</summary>
    public void Add(NamedTimes other)
    {
        foreach ((string name, (long Count, double Total, double Longest) times) in other._byName)
        {
            Add(name, times);
        }
    }

    /// <summary>The longest in all first.</summary>
    public IReadOnlyList<TimeByName> Conclude() =>
    [
        .. _byName
            .OrderByDescending(entry => entry.Value.Total)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new TimeByName(
                entry.Key,
                entry.Value.Count,
                Elapsed.ToTimeSpan(entry.Value.Total),
                Elapsed.ToTimeSpan(entry.Value.Longest))),
    ];

    private void Add(string name, (long Count, double Total, double Longest) times)
    {
        string key = _byName.Count < MaxNames || _byName.ContainsKey(name) ? name : Others;
        (long count, double total, double longest) = _byName.GetValueOrDefault(key);
        _byName[key] = (count + times.Count, total + times.Total, Math.Max(longest, times.Longest));
    }
}
