using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Libraries;

/// <summary>
/// Reads which counter an event is about, also one without a value. Resolved once for a row. Immutable.
/// </summary>
internal sealed class CounterName
{
    /// <summary>The event about an instrument whose values are written from now on.</summary>
    public const string Begin = "BeginInstrumentReporting";

    private readonly string _provider;
    private readonly FieldPattern? _meter;
    private readonly FieldPattern _name;
    private readonly FieldPattern? _tags;

    /// <param name="row">A row for which <see cref="IsNamed"/> is true.</param>
    /// <param name="schema">Its schema.</param>
    public CounterName(MetadataRow row, EventSchema schema)
    {
        bool isMetric = row.Name != CounterEvent.EventName;
        _provider = row.Provider;
        _meter = isMetric ? new FieldPattern(schema, "{meterName}") : null;
        _name = new FieldPattern(schema, isMetric ? "{instrumentName}" : "{Payload.Name}");
        _tags = row.Name == Begin ? null : new FieldPattern(schema, isMetric ? "{tags}" : "");
    }

    /// <summary>Whether the events of a row are about a counter.</summary>
    public static bool IsNamed(MetadataRow row) => CounterEvent.IsCounter(row)
        || (row.Provider == CounterEvent.MetricsProvider && row.Name == Begin);

    /// <summary>
    /// Reads the event source or meter, the name, and the name with the tags of the value; null without a value.
    /// </summary>
    public (string Owner, string Name, string? Series) Of(ReadOnlySpan<byte> untrusted)
    {
        string name = NameOf(untrusted);
        string? series = _tags is null ? null : $"{name} {_tags.Of(untrusted)}";
        return (OwnerOf(untrusted), name, series);
    }

    /// <summary>Reads the event source or meter.</summary>
    public string OwnerOf(ReadOnlySpan<byte> untrusted) => _meter?.Of(untrusted) ?? _provider;

    /// <summary>Reads the name.</summary>
    public string NameOf(ReadOnlySpan<byte> untrusted) => _name.Of(untrusted);
}
