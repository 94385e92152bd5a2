namespace Contrail.Core.Triggers;

/// <summary>A comparison of a field of an observation. Immutable.</summary>
/// <param name="Field">The name of the field, without a prefix.</param>
/// <param name="IsPayload">Whether it is a field of the payload; otherwise it is the message.</param>
/// <param name="Kind">How it is compared.</param>
/// <param name="Text">The value of the expression.</param>
/// <param name="Number">The same as a number; null if it is not a number.</param>
internal sealed record FieldTest(string Field, bool IsPayload, ComparisonKind Kind, string Text, double? Number)
{
    /// <summary>The regular expression of <see cref="ComparisonKind.Matches"/>.</summary>
    public TextPattern? Pattern { get; init; }

    /// <summary>Whether an observation has a field that compares so, except for patterns.</summary>
    public bool Holds(in Observation observation)
    {
        ObservedField? field = IsPayload ? observation.Field(Field) : new ObservedField(Field, observation.Text);
        return field is { } found && (found.Number is { } actual && Number is { } number
            ? new Comparison(Kind, number).Holds(actual)
            : Kind switch
            {
                ComparisonKind.Equal => found.Text.Equals(Text, StringComparison.OrdinalIgnoreCase),
                ComparisonKind.NotEqual => !found.Text.Equals(Text, StringComparison.OrdinalIgnoreCase),
                _ => false,
            });
    }

    /// <summary>The text that a pattern is matched with; null if the field is absent.</summary>
    public string? TextOf(in Observation observation) =>
        IsPayload ? observation.Field(Field)?.Text : observation.Text;
}
