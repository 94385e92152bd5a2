using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Tool.Text;

/// <summary>The answer of a view about one file, with what its values refer to.</summary>
/// <param name="Description">The view.</param>
/// <param name="Result">The answer.</param>
/// <param name="Context">The names and stacks of the file, and what was recorded.</param>
/// <param name="Extent">The extent of the file.</param>
internal sealed record ViewAnswer(
    ViewDescription Description, ViewResult Result, TraceContext Context, TraceExtent Extent)
{
    /// <summary>Finds the source of frames; null to leave it out.</summary>
    public ISourceLines? Lines { get; init; }

    /// <summary>The filter; null if all records were used.</summary>
    public string? Filter { get; init; }

    /// <summary>The answer with one of its tables only.</summary>
    public ViewAnswer WithTable(string name) => this with
    {
        Result = Result with { Tables = [.. Result.Tables.Where(table => table.Description.Name == name)] },
    };
}
