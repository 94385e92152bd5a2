namespace Contrail.Analysis.Filters;

/// <summary>Why a filter expression is invalid.</summary>
/// <param name="Position">The index of the character at which it is; the length of the expression for its end.</param>
/// <param name="Message">What is wrong or expected, as a part of a sentence.</param>
internal sealed record FilterError(int Position, string Message);
