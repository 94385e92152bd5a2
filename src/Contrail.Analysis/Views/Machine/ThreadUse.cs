using Contrail.Analysis.Model;
using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Analysis.Views.Machine;

/// <summary>
/// What one of the busiest threads did between its first and its last reading. Between two readings its totals count
/// also the turns in which it was not among the busiest. Not safe for concurrent use.
/// </summary>
internal sealed class ThreadUse
{
    private readonly FigureSeries[] _columns =
        [.. FigureTable.BusyThread.Columns.Select(column => new FigureSeries(column, hasSteps: false))];

    /// <summary>How long it ran, in nanoseconds; null if that is unknown.</summary>
    public double? Running => Find("RunTime") is { } run
        ? run.Change
        : Find("UserTime")?.Change + Find("SystemTime")?.Change;

    /// <summary>How long it was ready to run, and had no processor; null if that is unknown.</summary>
    public double? Waiting => Find("RunQueueDelay")?.Change;

    /// <summary>How long it did neither; null if one of them is unknown.</summary>
    public double? Blocked => Running + Waiting is { } busy ? Math.Max(0, Known - busy) : null;

    /// <summary>For how long that is known, in nanoseconds; 0 for a single reading.</summary>
    public double Known => (Find("RunTime") ?? Find("UserTime"))?.CoveredNanoseconds ?? 0;

    /// <summary>A figure by the name of its column; null if it was never known.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public FigureSeries? Find(string columnName) =>
        _columns[FigureTable.BusyThread.IndexOf(columnName)] is { ReadingCount: > 0 } known ? known : null;

    /// <summary>Adds a reading.</summary>
    public void Add(in FigureReading reading)
    {
        for (int index = 0; index < _columns.Length; index++)
        {
            if (reading[index] is { } value)
            {
                _columns[index].Add(reading.Time, value);
            }
        }
    }
}
