namespace Contrail.Analysis.Filters;

/// <summary>A part of a filter expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text.</param>
/// <param name="Position">The index of its first character in the expression.</param>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text, int Position)
{
    /// <summary>Whether it is a keyword of the language.</summary>
    public bool Is(string keyword) =>
        Kind == FilterTokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}
