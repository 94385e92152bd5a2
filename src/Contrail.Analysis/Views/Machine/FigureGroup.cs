using Contrail.Analysis.Model;
using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Analysis.Views.Machine;

/// <summary>
/// The figures of one subject over time: of the process, a control group, the machine, the network or the runtime. Not
/// safe for concurrent use.
/// </summary>
/// <param name="described">What the figures are about, and the columns.</param>
/// <param name="subject">The path of the control group; empty for others.</param>
internal sealed class FigureGroup(FigureEvent described, string subject)
{
    private readonly FigureSeries[] _columns = [.. described.Columns.Select(column => new FigureSeries(column))];

    /// <summary>What the figures are about, and the columns.</summary>
    public FigureEvent Event => described;

    /// <summary>The path of the control group; empty for others.</summary>
    public string Subject => subject;

    /// <summary>Number of readings.</summary>
    public long ReadingCount { get; private set; }

    /// <summary>All figures, also those that were never known.</summary>
    public IReadOnlyList<FigureSeries> Columns => _columns;

    /// <summary>Of a control group the processors that its last quota allows; null without one.</summary>
    public double? Quota => Find("CpuPeriod")?.Last is > 0 and var period ? Find("CpuQuota")?.Last / period : null;

    /// <summary>Of a control group the share of its periods in which it was throttled; null if unknown.</summary>
    public double? ThrottledShare => Find("Periods")?.Change is > 0 and var periods
        && Find("ThrottledPeriods")?.Change is { } throttled
            ? Math.Min(1, throttled / periods)
            : null;

    /// <summary>A figure by the name of its column; null if it was never known.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public FigureSeries? Find(string columnName) =>
        _columns[described.IndexOf(columnName)] is { ReadingCount: > 0 } known ? known : null;

    /// <summary>Adds a reading.</summary>
    public void Add(in FigureReading reading)
    {
        ReadingCount++;
        for (int index = 0; index < _columns.Length; index++)
        {
            if (reading[index] is { } value)
            {
                _columns[index].Add(reading.Time, value, reading.IntervalNanoseconds);
            }
        }
    }
}
