using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Which process was recorded, and how. Not safe for concurrent use.</summary>
internal sealed class RecordedProcessView : ViewBase, IView
{
    /// <summary>The row that contains how the recording ended.</summary>
    public const string EndFact = "end of the recording";

    private static readonly TableDescription Facts = new(
        "facts", "Process and recording",
        new ViewColumn("fact", "fact", ViewUnit.Text),
        new ViewColumn("value", "value", ViewUnit.Text));

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "process", "Which process was recorded, on which runtime, and how?",
        ModelNeeds.None, [Facts], static _ => new RecordedProcessView());

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.None;

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        FileDescription file = Context.File;
        ViewTable facts = new(Facts);
        AddKnown(facts, "name", file.Process?.Name);
        AddKnown(facts, "process id", file.Process is { Id: > 0 } process ? $"{process.Id}" : null);
        AddKnown(facts, "command line", file.Process?.CommandLine);
        AddKnown(facts, "runtime", file.Process?.RuntimeVersion);
        AddKnown(facts, "operating system", file.Process?.OperatingSystem);
        AddKnown(facts, "architecture", file.Process?.Architecture);
        AddKnown(facts, "format", file.Format);
        AddKnown(facts, "reason of the snapshot", file.Reason);
        AddKnown(facts, EndFact, file.End);
        foreach (string session in file.Sessions)
        {
            AddKnown(facts, "session", session);
        }

        return new ViewResult(facts)
        {
            Notes = file.Process is null ? ["The file does not contain which process was recorded."] : [],
        };
    }

    private static void AddKnown(ViewTable facts, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value) && value != FileDescription.Unknown.Format)
        {
            facts.Add(name, value);
        }
    }
}
