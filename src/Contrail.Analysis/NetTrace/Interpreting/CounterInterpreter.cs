using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Libraries;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes values of counters of the events of EventCounters, which any provider writes, and of the event source of
/// System.Diagnostics.Metrics. Not safe for concurrent use.
/// </summary>
internal sealed class CounterInterpreter(Interpretation shared) : IEventInterpreter
{
    /// <summary>Whether the event of a row shows that counters were recorded.</summary>
    public static bool IsEvidence(MetadataRow row) =>
        row.Name == CounterEvent.EventName || row.Provider == CounterEvent.MetricsProvider;

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row)
    {
        if (!CounterEvent.IsCounter(row))
        {
            return null;
        }

        EventSchema schema = shared.Schemas.Of(row);
        return row.Name == CounterEvent.EventName ? EventCounter(row, schema) : Metric(row, schema);
    }

    /// <inheritdoc/>
    public void Complete()
    {
    }

    private InterpretEvent EventCounter(MetadataRow row, EventSchema schema)
    {
        CounterEvent counter = new(row, schema);
        FieldPattern type = new(schema, "{Payload.CounterType}");
        FieldPattern unit = new(schema, "{Payload.DisplayUnits}");
        FieldPattern tags = new(schema, "{Payload.Metadata}");
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            if (counter.TryRead(current.Payload, out CounterReading read))
            {
                shared.Sink.Add(Of(read, at) with
                {
                    Kind = type.Of(current.Payload) == "Sum" ? CounterKind.Increment : CounterKind.Gauge,
                    Unit = unit.Of(current.Payload),
                    Tags = tags.Of(current.Payload),
                });
            }
        };
    }

    private InterpretEvent Metric(MetadataRow row, EventSchema schema)
    {
        CounterEvent counter = new(row, schema);
        CounterKind kind = row.Name switch
        {
            CounterEvent.Rate => CounterKind.Increment,
            CounterEvent.Histogram => CounterKind.Distribution,
            _ => CounterKind.Gauge,
        };
        FieldPattern unit = new(schema, "{unit}");
        FieldPattern tags = new(schema, "{tags}");
        FieldPattern quantiles = new(schema, kind == CounterKind.Distribution ? "{quantiles}" : "");
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            if (counter.TryRead(current.Payload, out CounterReading read))
            {
                shared.Sink.Add(Of(read, at) with
                {
                    Kind = kind,
                    Unit = unit.Of(current.Payload),
                    Tags = tags.Of(current.Payload),
                    Quantiles = quantiles.Of(current.Payload),
                });
            }
        };
    }

    private static Counter Of(in CounterReading read, TraceTime at) =>
        new(at, read.Name, read.Value) { Provider = read.Owner, Count = read.Count };
}
