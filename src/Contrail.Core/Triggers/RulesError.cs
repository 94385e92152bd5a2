namespace Contrail.Core.Triggers;

/// <summary>Why a file of rules is invalid. Immutable.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Place">The rule and property, such as <c>rules[2].on</c>; empty for the file.</param>
/// <param name="Message">What is wrong, as a part of a sentence.</param>
internal sealed record RulesError(int Line, string Place, string Message)
{
    /// <summary>The error inside an expression; null if the error is elsewhere.</summary>
    public TriggerError? Expression { get; init; }
}
