using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Page;

/// <summary>
/// The tracks of a timeline in bounded memory: whenever there are too many slices, short ones that are near each other
/// are joined, at a resolution that doubles; whenever there are too many tracks, those with the least to see are
/// dropped. Not safe for concurrent use.
/// </summary>
/// <param name="maxSlices">Number of slices that are kept.</param>
/// <param name="maxTracks">Number of tracks of threads that are kept.</param>
internal sealed class TrackSet(int maxSlices = TrackSet.MaxSlices, int maxTracks = TrackSet.MaxTracks)
{
    /// <summary>About two megabytes of a page, and five of memory.</summary>
    public const int MaxSlices = 80_000;

    /// <summary>More than one can look at.</summary>
    public const int MaxTracks = 600;

    private const long FirstResolution = 1_000;
    private const int MaxDroppedIds = 500_000;

    private readonly Dictionary<long, Track> _tracks = [];
    private readonly HashSet<long> _dropped = [];
    private int _count;

    /// <summary>Slices shorter than this, in nanoseconds, may be joined with others; 0 if none was.</summary>
    public long Resolution { get; private set; }

    /// <summary>Threads that have no track, because others have more to see.</summary>
    public long DroppedCount => _dropped.Count;

    /// <summary>Whether even the dropped threads are too many to be counted.</summary>
    public bool IsDroppedMore { get; private set; }

    /// <summary>What concerns the whole process.</summary>
    public Track Whole { get; } = new(0);

    /// <summary>Requests and other activities, which may pass between threads.</summary>
    public Track Spans { get; } = new(0);

    /// <summary>The threads, those with the most to see first.</summary>
    public IReadOnlyList<Track> Threads =>
        [.. _tracks.Values.OrderByDescending(track => track.Interest).ThenBy(track => track.Id)];

    /// <summary>The track of a thread; null if it was dropped.</summary>
    public Track? Of(long id)
    {
        if (_tracks.TryGetValue(id, out Track? track))
        {
            return track;
        }

        if (_dropped.Contains(id) || IsDroppedMore)
        {
            return null;
        }

        if (_tracks.Count >= 2 * maxTracks)
        {
            DropTo(maxTracks);
        }

        _tracks.Add(id, track = new Track(id));
        return track;
    }

    /// <summary>Adds a slice to a track; nothing for none.</summary>
    public void Add(Track? track, SliceKind kind, in Slice slice)
    {
        _count += track?.Add(kind, slice, Resolution) == true ? 1 : 0;

        // At the end nothing is longer than the resolution: there are a few slices of each kind on each track.
        while (_count > maxSlices && Resolution <= TraceTime.MaxNanoseconds)
        {
            Thin();
        }
    }

    /// <summary>Drops tracks beyond the limit, after the last slice.</summary>
    public void Conclude()
    {
        if (_tracks.Count > maxTracks)
        {
            DropTo(maxTracks);
        }
    }

    private void Thin()
    {
        Resolution = Math.Max(FirstResolution, Resolution * 2);
        _count -= Whole.Thin(Resolution) + Spans.Thin(Resolution) + _tracks.Values.Sum(track => track.Thin(Resolution));
    }

    private void DropTo(int count)
    {
        foreach (Track track in Threads.Skip(count))
        {
            _tracks.Remove(track.Id);
            _count -= track.Count;
            IsDroppedMore |= _dropped.Count >= MaxDroppedIds;
            if (!IsDroppedMore)
            {
                _dropped.Add(track.Id);
            }
        }
    }
}
