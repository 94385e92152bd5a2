using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Snapshots.Lanes;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes values of counters of the operating system's figures: of a total, what was added per second since the reading
/// before. Figures of single threads are left out: each reading has other threads. Not safe for concurrent use.
/// </summary>
internal sealed class FigureInterpreter(Interpretation shared)
{
    private const double NanosecondsPerSecond = 1e9;
    private const double HundredthsPerUnit = 100;

    /// <summary>A process moves between groups; more than this many series are left out.</summary>
    private const int MaxSeries = 2_000;

    private readonly Dictionary<(FigureColumn Column, string Tags), (TraceTime At, long Value)> _before = [];

    /// <summary>Whether the event of a row shows that figures were recorded.</summary>
    public static bool IsEvidence(MetadataRow row) => row.Provider == FigureBlocks.Provider;

    /// <summary>Returns what makes counters of the events of a row; null for other rows.</summary>
    public InterpretEvent? Find(MetadataRow row)
    {
        bool isFigure = IsEvidence(row) && row.Name != FigureTable.BusyThread.Name;
        FigureEvent? described = FigureTable.Events.FirstOrDefault(one => isFigure && one.Name == row.Name);
        if (described is null)
        {
            return null;
        }

        EventSchema schema = shared.Schemas.Of(row);
        int textIndex = described.TextName is { } name ? schema.IndexOf(name) : -1;
        (FigureColumn Column, int Index)[] columns =
            [.. described.Columns.Select(column => (column, schema.IndexOf(column.Name)))];
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            string tags = schema.TryRead(current.Payload, textIndex, out FieldValue text)
                ? $"{described.TextName!.ToLowerInvariant()}={text.ToText()}"
                : "";
            foreach ((FigureColumn column, int index) in columns)
            {
                if (schema.TryRead(current.Payload, index, out FieldValue value)
                    && value.TryInteger(out Int128 figure))
                {
                    Add(described, column, tags, at, (long)Int128.Clamp(figure, long.MinValue, long.MaxValue));
                }
            }
        };
    }

    private void Add(FigureEvent described, FigureColumn column, string tags, TraceTime at, long value)
    {
        if (value < 0 || value == FigureTable.NoLimit || column.Unit is FigureUnit.Letter or FigureUnit.Number)
        {
            return;
        }

        double? shown = column.Course == FigureCourse.Total ? PerSecond(column, tags, at, value) : value;
        if (shown is { } known)
        {
            shared.Sink.Add(new Counter(at, $"{described.Name}.{column.Name}", known / DivisorOf(column.Unit))
            {
                Kind = CounterKind.Gauge,
                Provider = FigureBlocks.Provider,
                Unit = UnitOf(column.Unit) + (column.Course == FigureCourse.Total ? "/s" : ""),
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
