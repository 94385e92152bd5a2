namespace Contrail.Core.Triggers;

/// <summary>A part of an expression. Immutable.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text.</param>
/// <param name="Position">The index of its first character.</param>
internal readonly record struct TriggerToken(TriggerTokenKind Kind, string Text, int Position)
{
    /// <summary>Whether it is a keyword.</summary>
    public bool Is(string keyword) =>
        Kind == TriggerTokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}
