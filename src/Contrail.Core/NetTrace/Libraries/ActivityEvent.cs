using Contrail.Core.NetTrace.Payloads;

namespace Contrail.Core.NetTrace.Libraries;

/// <summary>Finds the fields of an event of DiagnosticSource's event source, once for a row. Immutable.</summary>
/// <param name="schema">The schema of the row.</param>
internal sealed class ActivityEvent(EventSchema schema)
{
    private readonly int _source = schema.IndexOf("SourceName");
    private readonly int _arguments = schema.IndexOf("Arguments");

    // The events of DiagnosticSource have a name of an event, those of activities one of an activity.
    private readonly int _name = Math.Max(schema.IndexOf("ActivityName"), schema.IndexOf("EventName"));

    /// <summary>The source of the activity.</summary>
    public string SourceName(ReadOnlySpan<byte> untrusted) => Text(untrusted, _source);

    /// <summary>The name of the activity or the event.</summary>
    public string ActivityName(ReadOnlySpan<byte> untrusted) => Text(untrusted, _name);

    /// <summary>The keys and values.</summary>
    public ActivityArguments Arguments(ReadOnlySpan<byte> untrusted)
    {
        schema.TryRead(untrusted, _arguments, out FieldValue pairs);
        return new ActivityArguments(pairs);
    }

    private string Text(ReadOnlySpan<byte> untrusted, int index) =>
        schema.TryRead(untrusted, index, out FieldValue value) ? value.ToText() : "";
}
