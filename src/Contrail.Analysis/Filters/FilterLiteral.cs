namespace Contrail.Analysis.Filters;

/// <summary>
/// The value of a comparison, in the forms that its field's type has. Immutable; safe from any thread.
/// </summary>
/// <param name="Text">Its text as written, without quotes.</param>
internal sealed record FilterLiteral(string Text)
{
    /// <summary>A number, nanoseconds, bytes or a severity; null for a text.</summary>
    public double? Number { get; init; }

    /// <summary>An identity.</summary>
    public ulong Identity { get; init; }

    /// <summary>A time, or the start of a range; null for a range without a start.</summary>
    public Moment? From { get; init; }

    /// <summary>The end of a range; null for a range without an end.</summary>
    public Moment? To { get; init; }
}
