using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Export.Page;

/// <summary>Keeps the values of counters with their times, in bounded memory. Not safe for concurrent use.</summary>
internal sealed class CounterSink : IModelSink
{
    /// <summary>More charts than one can look at.</summary>
    private const int MaxSeries = 200;

    private readonly BoundedGroups<(string Provider, string Name, string Tags), CounterSeries> _series = new(MaxSeries);

    /// <inheritdoc/>
    public ModelNeeds Needs => ModelNeeds.Counters;

    /// <summary>The series, by their names.</summary>
    public IEnumerable<((string Provider, string Name, string Tags) Key, CounterSeries Series)> All => _series.All
        .OrderBy(pair => pair.Key.Provider, StringComparer.Ordinal)
        .ThenBy(pair => pair.Key.Name, StringComparer.Ordinal)
        .ThenBy(pair => pair.Key.Tags, StringComparer.Ordinal)
        .Select(pair => (pair.Key, pair.Value));

    /// <summary>Values of further counters.</summary>
    public long OmittedCount => _series.RejectedCount;

    /// <inheritdoc/>
    public void Add(in Counter counter) =>
        _series.Find((counter.Provider, counter.Name, counter.Tags))?.Add(counter);
}
