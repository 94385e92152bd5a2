using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.Triggers;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>What a condition uses of the events that its subject selects. Immutable; safe from any thread.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Subject">Selects events by <c>Provider/Name</c>.</param>
/// <param name="Fields">The fields of the payload.</param>
/// <param name="HasActivity">Whether it uses the activity.</param>
internal sealed record EventUse(
    SignalCondition Condition, SubjectPattern Subject, IReadOnlyList<string> Fields, bool HasActivity)
{
    /// <summary>The uses of a condition: one of an event, two of a pair, none of another.</summary>
    public static IEnumerable<EventUse> Of(SignalCondition condition)
    {
        if (condition.Signal.Observed != SignalKind.Event)
        {
            yield break;
        }

        string[] all = [.. condition.PayloadFields];
        if (condition.Signal.Kind != SignalKind.Pair)
        {
            yield return new EventUse(condition, new SubjectPattern(condition.Subject), all, HasActivity: false);
            yield break;
        }

        // The tests of a pair are those of its start.
        (string start, string stop) = condition.PairSubjects;
        string[] key = condition.IsKeyPayload ? [condition.Key] : [];
        yield return new EventUse(condition, new SubjectPattern(start), all, !condition.IsKeyPayload);
        yield return new EventUse(condition, new SubjectPattern(stop), key, !condition.IsKeyPayload);
    }

    /// <summary>
    /// The path of a field in the events of a row. The first name may differ in case, as in all expressions; null if
    /// the events do not have the field.
    /// </summary>
    public static FieldPath? Resolve(EventSchema schema, string field)
    {
        if (FieldPath.Resolve(schema, field) is { } exact)
        {
            return exact;
        }

        int end = field.IndexOf('.', StringComparison.Ordinal);
        string first = end < 0 ? field : field[..end];
        string rest = end < 0 ? "" : field[end..];
        foreach (SchemaField one in schema.Fields)
        {
            if (one.Name.Equals(first, StringComparison.OrdinalIgnoreCase))
            {
                return FieldPath.Resolve(schema, one.Name + rest);
            }
        }

        return null;
    }
}
