namespace Contrail.Analysis.Views.Tables;

/// <summary>What a view has found.</summary>
/// <param name="Tables">The tables, in the order of the description; those that do not apply are left out.</param>
internal sealed record ViewResult(params IReadOnlyList<ViewTable> Tables)
{
    /// <summary>The answer in a sentence or two, for people; empty if the tables are all.</summary>
    public IReadOnlyList<string> Headlines { get; init; } = [];

    /// <summary>What limits the answer, in sentences: bounds that were reached, values that are estimated.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
