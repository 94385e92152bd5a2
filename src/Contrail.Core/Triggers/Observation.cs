namespace Contrail.Core.Triggers;

/// <summary>One thing that was observed. Immutable.</summary>
/// <param name="Signal">What was observed.</param>
/// <param name="Nanoseconds">When, on a monotonic clock that ticks share.</param>
internal readonly record struct Observation(SignalKind Signal, long Nanoseconds)
{
    /// <summary>The number, in the unit of the signal; null if it has none.</summary>
    public double? Value { get; init; }

    /// <summary>A type, a route, the name of a counter or event; see <see cref="SignalDescription.Subject"/>.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The message.</summary>
    public string Text { get; init; } = "";

    /// <summary>The fields of the payload that conditions use; others may be absent.</summary>
    public IReadOnlyList<ObservedField> Fields { get; init; } = [];

    /// <summary>The field of a name; null if it is absent.</summary>
    public ObservedField? Field(string name)
    {
        for (int index = 0; index < Fields.Count; index++)
        {
            if (Fields[index].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return Fields[index];
            }
        }

        return null;
    }
}
