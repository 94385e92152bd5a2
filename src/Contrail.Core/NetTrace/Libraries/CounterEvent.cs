using System.Globalization;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Libraries;

/// <summary>
/// Reads the value of a counter of an event of EventCounters, which any provider writes, or of the event source of
/// System.Diagnostics.Metrics. Resolved once for a row. Immutable.
/// </summary>
internal sealed class CounterEvent
{
    /// <summary>The event source of meters.</summary>
    public const string MetricsProvider = "System.Diagnostics.Metrics";

    /// <summary>The event of counters in all event sources.</summary>
    public const string EventName = "EventCounters";

    /// <summary>The event of an instrument that only grows.</summary>
    public const string Rate = "CounterRateValuePublished";

    /// <summary>The event of an instrument that grows and shrinks.</summary>
    public const string UpDown = "UpDownCounterRateValuePublished";

    /// <summary>The event of an instrument whose last value counts.</summary>
    public const string Gauge = "GaugeValuePublished";

    /// <summary>The event of an instrument whose values are a distribution.</summary>
    public const string Histogram = "HistogramValuePublished";

    private readonly CounterName _counter;
    private readonly FieldPattern _value;
    private readonly FieldPattern? _count;

    /// <param name="row">A row for which <see cref="IsCounter"/> is true.</param>
    /// <param name="schema">Its schema.</param>
    public CounterEvent(MetadataRow row, EventSchema schema)
    {
        _counter = new CounterName(row, schema);
        _value = new FieldPattern(schema, row.Name switch
        {
            EventName => "{Payload.Mean}{Payload.Increment}",
            Rate => "{rate}",
            UpDown => "{value}",
            Gauge => "{lastValue}",
            _ => "{sum}",
        });
        _count = row.Name == Histogram ? new FieldPattern(schema, "{count}") : null;
    }

    /// <summary>Whether the events of a row contain values of counters.</summary>
    public static bool IsCounter(MetadataRow row) => row.Name == EventName
        || (row.Provider == MetricsProvider && row.Name is Rate or UpDown or Gauge or Histogram);

    /// <summary>Reads a value; false if the counter had none since the last time.</summary>
    public bool TryRead(ReadOnlySpan<byte> untrusted, out CounterReading reading)
    {
        bool isNumber = TryParse(_value.Of(untrusted), out double value);
        long count = 0;
        if (_count is not null)
        {
            isNumber &= TryParse(_count.Of(untrusted), out double number);
            bool isEmpty = isNumber && number < 1;
            count = isNumber ? (long)Math.Clamp(number, 0, int.MaxValue) : 0;
            value = isNumber ? value / number : double.NaN;
            isNumber = !isEmpty;
        }

        reading = isNumber
            ? new CounterReading(_counter.OwnerOf(untrusted), _counter.NameOf(untrusted), value, count)
            : default;
        return isNumber;
    }

    private static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
