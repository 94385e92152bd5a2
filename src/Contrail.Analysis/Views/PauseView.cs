using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views;

/// <summary>Adds up pauses by their reason, and collections. Not safe for concurrent use.</summary>
internal sealed class PauseView : IModelSink
{
    private const int MaxLongest = 5;

    private readonly NamedTimes _byReason = new();
    private readonly LongestItems<Pause> _longest = new(MaxLongest);
    private double _collecting;

    /// <inheritdoc/>
    public ModelNeeds Needs => ModelNeeds.Pauses | ModelNeeds.Collections;

    /// <summary>Collections, also those that the trace cuts.</summary>
    public int CollectionCount { get; private set; }

    /// <summary>The duration of all collections, as far as the trace shows them.</summary>
    public TimeSpan Collecting => Elapsed.ToTimeSpan(_collecting);

    /// <inheritdoc/>
    public void Add(in Pause pause)
    {
        if (!pause.Range.IsWhole)
        {
            return;
        }

        _byReason.Add(pause.Reason, pause.Range.Nanoseconds);
        _longest.Add(pause, pause.Range.Nanoseconds);
    }

    /// <inheritdoc/>
    public void Add(in Collection collection)
    {
        CollectionCount++;
        _collecting += collection.Range.Nanoseconds;
    }

    /// <summary>Whole pauses by their reason, the longest total first.</summary>
    public IReadOnlyList<TimeByName> Reasons() => _byReason.Conclude();

    /// <summary>The longest whole pauses, with their offsets from the start of the trace.</summary>
    public IReadOnlyList<(string Name, TimeSpan Offset, TimeSpan Length)> Longest() =>
        [.. _longest.LongestFirst.Select(pause => (
            pause.Reason,
            Elapsed.ToTimeSpan(pause.Range.Start.Nanoseconds),
            Elapsed.ToTimeSpan(pause.Range.Nanoseconds)))];
}
