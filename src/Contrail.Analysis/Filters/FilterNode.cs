namespace Contrail.Analysis.Filters;

/// <summary>What a <see cref="FilterNode"/> is.</summary>
internal enum FilterNodeKind
{
    /// <summary>A comparison.</summary>
    Comparison = 0,

    /// <summary>All of its parts.</summary>
    And,

    /// <summary>At least one of its parts.</summary>
    Or,

    /// <summary>Not its part.</summary>
    Not,
}

/// <summary>A part of a filter expression. Immutable; safe from any thread.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Parts">The parts of a combination; empty for a comparison.</param>
internal sealed record FilterNode(FilterNodeKind Kind, params IReadOnlyList<FilterNode> Parts)
{
    /// <summary>The index of its first character; of a combination, of its first keyword.</summary>
    public int Position { get; init; }

    /// <summary>The comparison; null for a combination.</summary>
    public FilterComparison? Comparison { get; init; }

    /// <summary>All comparisons in the order of the expression.</summary>
    public IEnumerable<FilterComparison> Comparisons =>
        Comparison is { } own ? [own] : Parts.SelectMany(part => part.Comparisons);
}
