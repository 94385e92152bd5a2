namespace Contrail.Core.Triggers;

/// <summary>Why an expression is invalid. Immutable.</summary>
/// <param name="Position">The index of the character at which it is; the length of the expression for its end.</param>
/// <param name="Message">What is wrong, as a part of a sentence.</param>
/// <param name="Expected">What can be there; empty if that is evident.</param>
/// <param name="Example">A valid expression.</param>
internal sealed record TriggerError(int Position, string Message, string Expected, string Example);
