using Contrail.Analysis.Model;
using Contrail.Core.NetTrace.Snapshots.Lanes;
using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes values of counters of the operating system's figures: of a total, what was added per second since the reading
/// before. Figures of single threads are left out: each reading has other threads. Not safe for concurrent use.
/// </summary>
internal sealed class FigureCounters(IModelSink sink)
{
    private const double NanosecondsPerSecond = 1e9;
    private const double HundredthsPerUnit = 100;

    /// <summary>A process moves between groups; more than this many series are left out.</summary>
    private const int MaxSeries = 2_000;

    private readonly Dictionary<(FigureColumn Column, string Tags), (TraceTime At, long Value)> _before = [];

    /// <summary>Adds the counters of a reading.</summary>
    public void Add(in FigureReading reading)
    {
        if (reading.Event == FigureTable.BusyThread)
        {
            return;
        }

        string tags = reading.Event.TextName is { } name ? $"{name.ToLowerInvariant()}={reading.Subject}" : "";
        IReadOnlyList<FigureColumn> columns = reading.Event.Columns;
        for (int index = 0; index < columns.Count; index++)
        {
            if (reading[index] is { } value)
            {
                Add(reading, columns[index], tags, value);
            }
        }
    }

    private void Add(in FigureReading reading, FigureColumn column, string tags, long value)
    {
        if (value == FigureTable.NoLimit || column.Unit is FigureUnit.Letter or FigureUnit.Number)
        {
            return;
        }

        double? shown = column.Course switch
        {
            FigureCourse.Total => PerSecond(column, tags, reading.Time, value),
            FigureCourse.Interval => PerSecond(value, reading.IntervalNanoseconds),
            _ => value,
        };
        if (shown is { } known)
        {
            sink.Add(new Counter(reading.Time, $"{reading.Event.Name}.{column.Name}", known / DivisorOf(column.Unit))
            {
                Kind = CounterKind.Gauge,
                Provider = FigureBlocks.Provider,
                Unit = UnitOf(column.Unit) + (column.Course is FigureCourse.Total or FigureCourse.Interval ? "/s" : ""),
                Tags = tags,
            });
        }
    }

    // A total that decreased has started again.
    private double? PerSecond(FigureColumn column, string tags, TraceTime at, long value)
    {
        bool hasBefore = _before.TryGetValue((column, tags), out (TraceTime At, long Value) before);
        if (hasBefore || _before.Count < MaxSeries)
        {
            _before[(column, tags)] = (at, value);
        }

        double seconds = (at.Nanoseconds - before.At.Nanoseconds) / NanosecondsPerSecond;
        return hasBefore && seconds > 0 && value >= before.Value ? (value - before.Value) / seconds : null;
    }

    private static double? PerSecond(long value, long? interval) =>
        interval is > 0 and var length ? value * NanosecondsPerSecond / length : null;

    private static double DivisorOf(FigureUnit unit) => unit switch
    {
        FigureUnit.Nanoseconds => NanosecondsPerSecond,
        FigureUnit.Hundredths => HundredthsPerUnit,
        _ => 1,
    };

    private static string UnitOf(FigureUnit unit) => unit switch
    {
        FigureUnit.Bytes => "B",
        FigureUnit.Nanoseconds => "s",
        _ => "",
    };
}
