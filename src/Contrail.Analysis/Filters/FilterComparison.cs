namespace Contrail.Analysis.Filters;

/// <summary>A comparison of a field with a value. Immutable; safe from any thread.</summary>
/// <param name="Field">The field; of a field of a payload, the path after the prefix.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Literal">The value.</param>
/// <param name="Position">The index of the field's first character in the expression.</param>
internal sealed record FilterComparison(
    FilterField Field, FilterOperator Operator, FilterLiteral Literal, int Position);
