using Contrail.Analysis.Reading;

namespace Contrail.Analysis.Views;

/// <summary>Adds pauses up, and keeps the longest. Not safe for concurrent use.</summary>
internal sealed class PauseSums
{
    private const int LongestMax = 10;

    private readonly List<Entry> _longest = [];
    private double _totalSeconds;
    private double _otherSeconds;

    public long Count { get; private set; }

    public TimeSpan Total => TraceDuration.Span(_totalSeconds);

    public long OtherCount { get; private set; }

    public TimeSpan OtherTotal => TraceDuration.Span(_otherSeconds);

    public long UnpairedCount { get; set; }

    public IReadOnlyList<Pause> Longest { get; private set; } = [];

    /// <summary>Adds one with the collection that it was for, where that is known.</summary>
    public void Add(in Suspension pause, Collection? collection, double seconds, bool atLeast) =>
        Add(pause, collection, seconds, atLeast, fromStart: false);

    /// <summary>Adds one that began before the window.</summary>
    public void AddFromStart(in Suspension pause, double seconds) =>
        Add(pause, null, seconds, atLeast: true, fromStart: true);

    public void Conclude(TraceWindow window) => Longest = [.. _longest.Select(entry => new Pause(
        entry.FromStart ? TimeSpan.Zero : window.Offset(entry.Pause.Begin),
        TraceDuration.Span(entry.Seconds),
        entry.Of?.Number,
        entry.Of?.Generation is { } generation and <= 2 ? (int)generation : null,
        entry.Of?.MayBeBackground ?? false,
        entry.AtLeast))];

    private void Add(in Suspension pause, Collection? collection, double seconds, bool atLeast, bool fromStart)
    {
        if (!pause.IsForCollection)
        {
            OtherCount++;
            _otherSeconds += seconds;
            return;
        }

        Count++;
        _totalSeconds += seconds;
        int place = _longest.FindIndex(entry => entry.Seconds < seconds);
        _longest.Insert(place < 0 ? _longest.Count : place, new Entry(pause, collection, seconds, atLeast, fromStart));
        if (_longest.Count > LongestMax)
        {
            _longest.RemoveAt(LongestMax);
        }
    }

    private readonly record struct Entry(
        Suspension Pause, Collection? Of, double Seconds, bool AtLeast, bool FromStart);
}
