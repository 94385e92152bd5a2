using Contrail.Analysis.Reading;

namespace Contrail.Analysis.Views;

/// <summary>Adds pauses up, and keeps the longest. Not safe for concurrent use.</summary>
internal sealed class PauseSums
{
    private const int MaxLongest = 10;

    private readonly List<Entry> _longest = [];
    private double _totalSeconds;
    private double _otherSeconds;

    public long Count { get; private set; }

    public TimeSpan Total => TraceDuration.Span(_totalSeconds);

    public long OtherCount { get; private set; }

    public TimeSpan OtherTotal => TraceDuration.Span(_otherSeconds);

    public long UnpairedCount { get; set; }

    public IReadOnlyList<CollectionPause> Longest { get; private set; } = [];

    /// <summary>Adds one with the collections that it was for, as far as they are known.</summary>
    public void Add(in Suspension pause, IReadOnlyList<PausePart> collections, double seconds, bool atLeast) =>
        Add(pause, collections, seconds, atLeast, fromStart: false);

    /// <summary>Adds one that began before the window.</summary>
    public void AddFromStart(in Suspension pause, double seconds) =>
        Add(pause, [], seconds, atLeast: true, fromStart: true);

    public void Conclude(TraceWindow window) => Longest = [.. _longest.Select(entry => ToPause(entry, window))];

    private static CollectionPause ToPause(Entry entry, TraceWindow window)
    {
        PausePart? longest = entry.Parts.Count > 0 ? entry.Parts[0] : null;
        return new CollectionPause(
            entry.FromStart ? TimeSpan.Zero : window.Offset(entry.Pause.Begin),
            TraceDuration.Span(entry.Seconds),
            longest?.Of.Number,
            longest?.Generation,
            longest?.Of.MayBeBackground ?? false,
            entry.AtLeast)
        {
            Collections = [.. entry.Parts.Select(part => new CollectionInPause(
                part.Of.Number, part.Generation, part.Of.MayBeBackground, window.Duration(part.OwnTicks)))],
        };
    }

    private void Add(
        in Suspension pause, IReadOnlyList<PausePart> collections, double seconds, bool atLeast, bool fromStart)
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
        _longest.Insert(place < 0 ? _longest.Count : place, new Entry(pause, collections, seconds, atLeast, fromStart));
        if (_longest.Count > MaxLongest)
        {
            _longest.RemoveAt(MaxLongest);
        }
    }

    private readonly record struct Entry(
        Suspension Pause, IReadOnlyList<PausePart> Parts, double Seconds, bool AtLeast, bool FromStart);
}
