using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings;

/// <summary>
/// Looks for one cause, in the answers of views only: the same trace gives the same findings. Immutable; safe from any
/// thread.
/// </summary>
/// <param name="Name">Its stable name: lower case, words joined by hyphens.</param>
/// <param name="Looked">What it looks for, to continue "looked for": "locks that many threads wait for".</param>
/// <param name="Subjects">The kinds of records without each of which it can find nothing.</param>
/// <param name="Views">The views that it uses.</param>
/// <param name="Examine">Returns what it finds; nothing for a healthy program.</param>
internal sealed record FindingRule(
    string Name,
    string Looked,
    ModelNeeds Subjects,
    IReadOnlyList<ViewDescription> Views,
    Func<ExaminedTrace, IEnumerable<Finding>> Examine)
{
    /// <summary>What a recording needs so that the rule can find something; empty if the default has it.</summary>
    public string Recording { get; init; } = "";

    /// <summary>The same for a service whose trace has goroutines.</summary>
    public string ServiceRecording { get; init; } = "";

    /// <summary>Kinds of records that a format must have, in addition, so that the rule is about its traces.</summary>
    public ModelNeeds FormatNeeds { get; init; }

    /// <summary>Whether a file lacks what the rule needs apart from records: by default, it needs nothing.</summary>
    public Func<FileDescription, RuleGap> FileGap { get; init; } = static _ => RuleGap.None;

    /// <summary>Whether the answers of its views lack what the rule needs: by default, they do not.</summary>
    public Func<ExaminedTrace, RuleGap> AnswerGap { get; init; } = static _ => RuleGap.None;

    /// <summary>What a recording like that of a file needs so that the rule can find something.</summary>
    public string RecordingOf(TraceContext context) => context.HasGoroutines ? ServiceRecording : Recording;

    /// <summary>
    /// Whether the rule is about traces of a format. If not, it is neither run nor listed: no recording helps.
    /// </summary>
    /// <param name="foreign">The kinds that the format does not have.</param>
    public bool IsAbout(ModelNeeds foreign) =>
        ((Subjects | FormatNeeds) & foreign) == ModelNeeds.None;
}
