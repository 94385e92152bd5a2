using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Triggers;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>
/// Observes the events that conditions name, with the fields that they use: both are found once for a row. A field
/// whose bytes are not in the payload is absent. Not safe for concurrent use, except for <see cref="IsUsed"/>.
/// </summary>
/// <param name="conditions">The conditions.</param>
/// <param name="missing">Receives the fields that events do not have.</param>
internal sealed class NamedEventObserver(IEnumerable<SignalCondition> conditions, MissingFieldList missing)
    : IEventObserver
{
    private readonly EventUse[] _uses = [.. conditions.SelectMany(EventUse.Of)];

    /// <inheritdoc/>
    public IReadOnlyList<SignalKind> Signals { get; } = [SignalKind.Event];

    /// <summary>Whether an event of the runtime, whose names are known, has a subject that a pattern selects.</summary>
    public static bool IsOfRuntime(string pattern)
    {
        SubjectPattern subject = new(pattern);
        return RuntimeEventTable.Names.Any(name => subject.IsMatch($"{RuntimeProvider.Name}/{name}"));
    }

    /// <inheritdoc/>
    public bool IsUsed(MetadataRow row) =>
        _uses.Length > 0 && SubjectOf(row) is var subject && Array.Exists(_uses, use => use.Subject.IsMatch(subject));

    /// <inheritdoc/>
    public ObserveEvent? Find(MetadataRow row, EventSchema schema)
    {
        string subject = SubjectOf(row);
        EventUse[] uses = Array.FindAll(_uses, use => use.Subject.IsMatch(subject));
        if (uses.Length == 0)
        {
            return null;
        }

        (string Name, FieldPath Path)[] fields = [.. FieldsOf(uses, subject, schema)];
        bool hasActivity = Array.Exists(uses, use => use.HasActivity);
        return (in TappedEvent current, in EventPayload _, long nanoseconds, ICollection<Observation> observed) =>
            observed.Add(new Observation(SignalKind.Event, nanoseconds)
            {
                Subject = subject,
                Fields = Read(fields, hasActivity, current),
            });
    }

    private static string SubjectOf(MetadataRow row) =>
        $"{FileText.ShortenName(row.Provider)}/{EventNames.Of(row)}";

    private static List<ObservedField> Read(
        (string Name, FieldPath Path)[] fields, bool hasActivity, in TappedEvent current)
    {
        List<ObservedField> read = new(fields.Length + 1);
        foreach ((string name, FieldPath path) in fields)
        {
            if (path.TryRead(current.Payload, out FieldValue value))
            {
                read.Add(new ObservedField(name, value.ToText(), value.Quantity()));
            }
        }

        if (hasActivity && current.ActivityId != Guid.Empty)
        {
            read.Add(new ObservedField(PairState.ActivityField, current.ActivityId.ToString()));
        }

        return read;
    }

    private IEnumerable<(string Name, FieldPath Path)> FieldsOf(EventUse[] uses, string subject, EventSchema schema)
    {
        HashSet<string> found = new(StringComparer.OrdinalIgnoreCase);
        foreach ((EventUse use, string field) in uses.SelectMany(use => use.Fields.Select(field => (use, field))))
        {
            if (EventUse.Resolve(schema, field) is not { } path)
            {
                missing.Add(use.Condition, field, subject, schema);
            }
            else if (found.Add(field))
            {
                yield return (field, path);
            }
        }
    }
}
