using Contrail.Analysis.Filters;

namespace Contrail.Analysis.Views.Tables;

/// <summary>What a user can choose for a view. Immutable; safe from any thread.</summary>
internal sealed record ViewOptions
{
    /// <summary>The defaults.</summary>
    public static ViewOptions Default { get; } = new();

    /// <summary>The method of a view about one method: a part of its full name; null for none.</summary>
    public string? Method { get; init; }

    /// <summary>Which stacks a view of stacks uses; null for its default.</summary>
    public string? Of { get; init; }

    /// <summary>
    /// Whether the view is about the window only, also where the file has figures of the operating system from before
    /// it.
    /// </summary>
    public bool IsWindowOnly { get; init; }

    /// <summary>Selects the records that a view receives; null for all.</summary>
    public Filter? Filter { get; init; }

    /// <summary>Rows that a view with pages leaves out at the start.</summary>
    public long SkippedRows { get; init; }

    /// <summary>Rows that a view with pages has at most.</summary>
    public int MaxRows { get; init; } = int.MaxValue;
}
