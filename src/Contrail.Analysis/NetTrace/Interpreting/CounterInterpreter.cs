using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes values of counters of the events of EventCounters, which any provider writes, and of the event source of
/// System.Diagnostics.Metrics. Not safe for concurrent use.
/// </summary>
internal sealed class CounterInterpreter(Interpretation shared) : IEventInterpreter
{
    public const string MetricsProvider = "System.Diagnostics.Metrics";
    public const string EventName = "EventCounters";

    /// <summary>Whether the event of a row shows that counters were recorded.</summary>
    public static bool IsEvidence(MetadataRow row) => row.Name == EventName || row.Provider == MetricsProvider;

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row) => (row.Provider, row.Name) switch
    {
        (_, EventName) => EventCounter(shared.Schemas.Of(row)),
        (MetricsProvider, "CounterRateValuePublished") => Metric(row, CounterKind.Increment, "{rate}"),
        (MetricsProvider, "UpDownCounterRateValuePublished") => Metric(row, CounterKind.Gauge, "{value}"),
        (MetricsProvider, "GaugeValuePublished") => Metric(row, CounterKind.Gauge, "{lastValue}"),
        (MetricsProvider, "HistogramValuePublished") => Histogram(row),
        _ => null,
    };

    /// <inheritdoc/>
    public void Complete()
    {
    }

    private static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private InterpretEvent EventCounter(EventSchema schema)
    {
        FieldPattern name = new(schema, "{Payload.Name}");
        FieldPattern mean = new(schema, "{Payload.Mean}{Payload.Increment}");
        FieldPattern type = new(schema, "{Payload.CounterType}");
        FieldPattern unit = new(schema, "{Payload.DisplayUnits}");
        FieldPattern tags = new(schema, "{Payload.Metadata}");
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            if (TryParse(mean.Of(current.Payload), out double value))
            {
                shared.Sink.Add(new Counter(at, name.Of(current.Payload), value)
                {
                    Kind = type.Of(current.Payload) == "Sum" ? CounterKind.Increment : CounterKind.Gauge,
                    Provider = current.Row.Provider,
                    Unit = unit.Of(current.Payload),
                    Tags = tags.Of(current.Payload),
                });
            }
        };
    }

    private InterpretEvent Metric(MetadataRow row, CounterKind kind, string value)
    {
        MetricFields fields = new(shared.Schemas.Of(row));
        FieldPattern values = new(shared.Schemas.Of(row), value);
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            // An instrument that had no value since the last time has an empty one.
            if (TryParse(values.Of(current.Payload), out double read))
            {
                shared.Sink.Add(fields.Of(current.Payload, at, read) with { Kind = kind });
            }
        };
    }

    private InterpretEvent Histogram(MetadataRow row)
    {
        MetricFields fields = new(shared.Schemas.Of(row));
        FieldPattern quantiles = new(shared.Schemas.Of(row), "{quantiles}");
        FieldPattern count = new(shared.Schemas.Of(row), "{count}");
        FieldPattern sum = new(shared.Schemas.Of(row), "{sum}");
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            bool hasCount = TryParse(count.Of(current.Payload), out double number) & TryParse(
                sum.Of(current.Payload), out double total);
            if (!hasCount || number >= 1)
            {
                shared.Sink.Add(fields.Of(current.Payload, at, hasCount ? total / number : double.NaN) with
                {
                    Kind = CounterKind.Distribution,
                    Count = hasCount ? (long)Math.Min(number, int.MaxValue) : 0,
                    Quantiles = quantiles.Of(current.Payload),
                });
            }
        };
    }

    private sealed class MetricFields(EventSchema schema)
    {
        private readonly FieldPattern _meter = new(schema, "{meterName}");
        private readonly FieldPattern _name = new(schema, "{instrumentName}");
        private readonly FieldPattern _unit = new(schema, "{unit}");
        private readonly FieldPattern _tags = new(schema, "{tags}");

        public Counter Of(ReadOnlySpan<byte> untrusted, TraceTime at, double value) =>
            new(at, _name.Of(untrusted), value)
            {
                Provider = _meter.Of(untrusted),
                Unit = _unit.Of(untrusted),
                Tags = _tags.Of(untrusted),
            };
    }
}
