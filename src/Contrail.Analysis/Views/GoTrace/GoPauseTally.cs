using System.Text;
using Contrail.Analysis.GoTrace.Reading;

namespace Contrail.Analysis.Views.GoTrace;

/// <summary>Stops of the world, and the phases of collections that mark. Not safe for concurrent use.</summary>
internal sealed class GoPauseTally
{
    private const int MaxLongest = 5;

    private readonly Dictionary<GoResource, long> _stops = [];
    private readonly NamedTimes _byReason = new();
    private readonly List<(string Name, long At, double Length)> _longest = [];
    private long? _markBegan;
    private double _marked;

    public int MarkCount { get; private set; }

    public TimeSpan Marked => Elapsed.ToTimeSpan(_marked);

    public void Add(in GoEvent told)
    {
        GoRange range = GoRange.Of(told);
        if (range.IsMarkPhase)
        {
            AddMark(told);
        }
        else if (range.IsStop && told.Kind != GoEventKind.RangeEnd)
        {
            _stops[range.Scope] = told.Time;
        }
        else if (range.IsStop && _stops.Remove(range.Scope, out long began))
        {
            AddStop(Encoding.UTF8.GetString(range.Name.Span), began, told.Time);
        }
    }

    /// <summary>Nothing is known of what goes on from here on.</summary>
    public void Cut(long at)
    {
        _stops.Clear();
        EndMark(at);
    }

    /// <summary>Stops by their reason, the longest in all first.</summary>
    public IReadOnlyList<TimeByName> Conclude() => _byReason.Conclude();

    /// <summary>The longest stops, and when they were since the trace began.</summary>
    public IReadOnlyList<(string Name, TimeSpan Offset, TimeSpan Length)> Longest(long start) =>
        [.. _longest.Select(stop => (
            stop.Name, Elapsed.ToTimeSpan(Elapsed.Between(start, stop.At)), Elapsed.ToTimeSpan(stop.Length)))];

    private void AddMark(in GoEvent told)
    {
        if (told.Kind == GoEventKind.RangeEnd)
        {
            EndMark(told.Time);
        }
        else if (_markBegan is null)
        {
            _markBegan = told.Time;
            MarkCount++;
        }
    }

    private void EndMark(long at)
    {
        _marked += _markBegan is { } began ? Elapsed.Between(began, at) : 0;
        _markBegan = null;
    }

    private void AddStop(string name, long began, long ended)
    {
        double length = Elapsed.Between(began, ended);
        _byReason.Add(name, length);
        int index = _longest.FindIndex(stop => stop.Length < length);
        _longest.Insert(index < 0 ? _longest.Count : index, (name, began, length));
        if (_longest.Count > MaxLongest)
        {
            _longest.RemoveAt(MaxLongest);
        }
    }
}
