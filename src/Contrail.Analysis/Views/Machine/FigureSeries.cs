using Contrail.Analysis.Model;
using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Analysis.Views.Machine;

/// <summary>
/// A figure over time. The values of a total are what was added per second between two readings, those of an interval
/// what happened in it per second; those of a state or a limit are the readings. What could not be read is not a value.
/// Not safe for concurrent use.
/// </summary>
/// <param name="column">The figure.</param>
/// <param name="hasSteps">Whether its course over time is kept, not only its extremes and its mean.</param>
internal sealed class FigureSeries(FigureColumn column, bool hasSteps = true)
{
    private const double NanosecondsPerSecond = 1e9;
    private const double HundredthsPerUnit = 100;

    /// <summary>A state counts for the time since the reading before it, but not for a longer hole.</summary>
    private const long MaxStateNanoseconds = 2_500_000_000;

    private readonly FigureSteps? _steps = hasSteps ? new FigureSteps() : null;
    private TraceTime _lastAt;
    private long _before;
    private double _amount;

    /// <summary>The figure.</summary>
    public FigureColumn Column => column;

    /// <summary>Number of readings in which it was known; a limit that does not exist is known.</summary>
    public long ReadingCount { get; private set; }

    /// <summary>Number of values.</summary>
    public long ValueCount { get; private set; }

    /// <summary>Whether the last reading was that there is no limit.</summary>
    public bool IsUnlimited { get; private set; }

    /// <summary>For how long the values are known, in nanoseconds.</summary>
    public double CoveredNanoseconds { get; private set; }

    /// <summary>The first value; null for none.</summary>
    public double? First { get; private set; }

    /// <summary>The last value; null for none.</summary>
    public double? Last { get; private set; }

    /// <summary>The smallest value; null for none.</summary>
    public double? Min { get; private set; }

    /// <summary>The largest value; null for none.</summary>
    public double? Max { get; private set; }

    /// <summary>The mean over the covered time; null if none is covered.</summary>
    public double? Mean => CoveredNanoseconds > 0 ? _amount / CoveredNanoseconds : Last;

    /// <summary>
    /// How much a total grew or happened in the covered time, or a state from its first to its last value; null if that
    /// is unknown.
    /// </summary>
    public double? Change => column.Course is FigureCourse.Total or FigureCourse.Interval
        ? CoveredNanoseconds > 0 ? _amount / NanosecondsPerSecond : null
        : Last - First;

    /// <summary>Adds a reading; one that is not later than the last one is left out.</summary>
    /// <param name="at">When it was read.</param>
    /// <param name="value">The figure.</param>
    /// <param name="interval">
    /// The time that a figure of <see cref="FigureCourse.Interval"/> is about, in nanoseconds.
    /// </param>
    public void Add(TraceTime at, long value, long? interval = null)
    {
        if (ReadingCount > 0 && at <= _lastAt)
        {
            return;
        }

        IsUnlimited = column.Course == FigureCourse.Limit && value == FigureTable.NoLimit;
        if (column.Course == FigureCourse.Total)
        {
            AddDifference(at, value);
        }
        else if (column.Course == FigureCourse.Interval)
        {
            AddInterval(at, value, interval);
        }
        else if (!IsUnlimited)
        {
            long held = ReadingCount == 0 ? 1 : at.Nanoseconds - _lastAt.Nanoseconds;
            TraceTime from = new(at.Nanoseconds - Math.Min(held, MaxStateNanoseconds));
            AddValue(from, at, value / (column.Unit == FigureUnit.Hundredths ? HundredthsPerUnit : 1));
        }

        ReadingCount++;
        _before = value;
        _lastAt = at;
    }

    /// <summary>The values in steps of time; null for a step without a value.</summary>
    public IReadOnlyList<FigureStep?> Steps(TraceTime end, int maxSteps) => _steps?.Conclude(end, maxSteps) ?? [];

    // A total that decreased has started again: how much it grew is unknown.
    private void AddDifference(TraceTime at, long value)
    {
        if (ReadingCount > 0 && value >= _before)
        {
            double seconds = (at.Nanoseconds - _lastAt.Nanoseconds) / NanosecondsPerSecond;
            AddValue(_lastAt, at, ((double)value - _before) / seconds);
        }
    }

    private void AddInterval(TraceTime at, long value, long? interval)
    {
        if (interval is > 0 and var length)
        {
            TraceTime from = new((long)Int128.Max((Int128)at.Nanoseconds - length, long.MinValue));
            AddValue(from, at, value * NanosecondsPerSecond / length);
        }
    }

    private void AddValue(TraceTime from, TraceTime to, double value)
    {
        double nanoseconds = to.Nanoseconds - from.Nanoseconds;
        ValueCount++;
        _amount += value * nanoseconds;
        CoveredNanoseconds += nanoseconds;
        First ??= value;
        Last = value;
        Min = Min is { } min ? Math.Min(min, value) : value;
        Max = Max is { } max ? Math.Max(max, value) : value;
        _steps?.Add(from, to, value);
    }
}
