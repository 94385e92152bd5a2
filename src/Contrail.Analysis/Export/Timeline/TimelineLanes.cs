using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Timeline;

/// <summary>
/// Finds a row for each slice, so that slices of a row do not overlap: viewers show overlapping ones as calls of each
/// other, or with wrong ends. Not safe for concurrent use.
/// </summary>
internal sealed class TimelineLanes
{
    /// <summary>More than a person looks at; each is a row.</summary>
    private const int MaxLanes = 400;

    /// <summary>Of all threads: their descriptions take some tens of MB.</summary>
    private const int MaxRows = 100_000;

    private readonly Dictionary<(string Name, long? ExecutionId), List<TraceTime>> _ends = [];

    private int _rowCount;

    /// <summary>Slices without a row, because there are too many.</summary>
    public long OmittedCount { get; private set; }

    /// <summary>Returns the row of a slice; null if there are too many.</summary>
    public TimelineTrack? Place(string name, long? executionId, TimeRange range)
    {
        if (!_ends.TryGetValue((name, executionId), out List<TraceTime>? ends))
        {
            ends = [];
            _ends.Add((name, executionId), ends);
        }

        for (int lane = 0; lane < ends.Count; lane++)
        {
            if (range.Start >= ends[lane])
            {
                ends[lane] = range.End;
                return new TimelineTrack(name, executionId, lane);
            }
        }

        if (ends.Count == MaxLanes || _rowCount == MaxRows)
        {
            OmittedCount++;
            return null;
        }

        _rowCount++;
        ends.Add(range.End);
        return new TimelineTrack(name, executionId, ends.Count - 1);
    }
}
