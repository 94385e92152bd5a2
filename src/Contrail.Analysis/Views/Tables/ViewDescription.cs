using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Tables;

/// <summary>
/// What a view is: the only source of its page, its JSON, its CSV and the list of views. Immutable; safe from any
/// thread.
/// </summary>
/// <param name="Name">The name by which it is requested: lower case, words joined by hyphens.</param>
/// <param name="Question">The question that it answers.</param>
/// <param name="Subjects">
/// The kinds of records that the answer is about. Where none of them was recorded, the view has no answer.
/// </param>
/// <param name="Tables">The tables that it can have.</param>
/// <param name="Create">Creates it.</param>
internal sealed record ViewDescription(
    string Name,
    string Question,
    ModelNeeds Subjects,
    IReadOnlyList<TableDescription> Tables,
    Func<ViewOptions, IView> Create)
{
    /// <summary>What a recording needs so that the view has an answer; empty if every recording has it.</summary>
    public string Recording { get; init; } = "";

    /// <summary>The same for a service whose trace has goroutines.</summary>
    public string ServiceRecording { get; init; } = "";

    /// <summary>The description of this view for what a user has chosen; null where no choice changes it.</summary>
    public Func<ViewDescription, ViewOptions, ViewDescription>? Choose { get; init; }

    /// <summary>Whether its rows are the records themselves, of which a part can be requested.</summary>
    public bool HasPages { get; init; }

    /// <summary>The description for what a user has chosen.</summary>
    public ViewDescription For(ViewOptions options) => Choose?.Invoke(this, options) ?? this;
}
