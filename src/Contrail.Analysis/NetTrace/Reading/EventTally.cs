using Contrail.Analysis.Model;
using Contrail.Analysis.Views;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>
/// Counts events by what they are. Ids of metadata rows are small and bounded by the reader, so they are places in an
/// array: one addition an event. Not safe for concurrent use.
/// </summary>
internal sealed class EventTally
{
    private const int MaxProviders = 20;
    private const int MaxEvents = 10;

    private (MetadataRow Row, long Count)[] _counts = new (MetadataRow, long)[256];

    public void Add(MetadataRow row)
    {
        if (row.Id >= _counts.Length)
        {
            Array.Resize(ref _counts, Math.Max(row.Id + 1, _counts.Length * 2));
        }

        _counts[row.Id] = (row, _counts[row.Id].Count + 1);
    }

    /// <summary>Whether an event of any such row was counted.</summary>
    public bool Any(Func<MetadataRow, bool> isOne) =>
        Array.Exists(_counts, entry => entry.Count > 0 && isOne(entry.Row));

    public IReadOnlyList<ProviderCount> Conclude() =>
    [
        .. _counts
            .Where(entry => entry.Count > 0)
            .GroupBy(entry => entry.Row.Provider)
            .Select(group => new ProviderCount(
                FileText.ShortenName(group.Key), group.Sum(entry => entry.Count), Events(group)))
            .OrderByDescending(provider => provider.Count)
            .ThenBy(provider => provider.Provider, StringComparer.Ordinal)
            .Take(MaxProviders),
    ];

    /// <summary>All kinds of events, the most frequent first.</summary>
    public IReadOnlyList<EventCount> All() =>
    [
        .. _counts
            .Where(entry => entry.Count > 0)
            .GroupBy(entry => (entry.Row.Provider, Name: EventNames.Of(entry.Row)))
            .Select(group => new EventCount(
                FileText.ShortenName(group.Key.Provider), group.Key.Name, group.Sum(entry => entry.Count)))
            .OrderByDescending(count => count.Count)
            .ThenBy(count => count.Provider, StringComparer.Ordinal)
            .ThenBy(count => count.Name, StringComparer.Ordinal),
    ];

    private static List<NamedCount> Events(IEnumerable<(MetadataRow Row, long Count)> rows) =>
    [
        .. rows
            .GroupBy(entry => EventNames.Of(entry.Row))
            .Select(group => new NamedCount(group.Key, group.Sum(entry => entry.Count)))
            .OrderByDescending(named => named.Count)
            .ThenBy(named => named.Name, StringComparer.Ordinal)
            .Take(MaxEvents),
    ];
}
