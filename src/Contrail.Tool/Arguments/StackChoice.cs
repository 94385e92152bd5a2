using System.CommandLine;
using System.Reflection;
using Contrail.Analysis.Export;
using Contrail.Analysis.Export.Stacks;
using Contrail.Tool.Text;

namespace Contrail.Tool.Arguments;

/// <summary>The options of a conversion that choose stacks.</summary>
internal static class StackChoice
{
    /// <summary>The kinds of stacks.</summary>
    public static Option<string?> Of { get; } = new("--of")
    {
        Description = $"The stacks: {StackKinds.Names}, or all. Default: all, or samples where a format has one unit.",
        HelpName = "KIND",
    };

    /// <summary>Whether threads are separated.</summary>
    public static Option<bool> ByThread { get; } = new("--by-thread")
    {
        Description = "Separate the stacks of different threads, for the format folded.",
    };

    /// <summary>What was chosen; null if it is invalid, which is reported.</summary>
    public static ExportOptions? Read(ParseResult parsed, ExportFormat format, TextWriter error)
    {
        string of = parsed.GetValue(Of) ?? (format.Stacks == ExportStacks.Many ? StackKinds.AllName : "samples");
        IReadOnlyList<StackKind>? kinds = StackKinds.Find(of);
        if (WhyNot(parsed, format, of, kinds) is { } why)
        {
            error.WriteLine(why);
            return null;
        }

        string version = typeof(StackChoice).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        return new ExportOptions
        {
            Of = kinds!,
            IsByThread = parsed.GetValue(ByThread),
            Filter = parsed.GetValue(ViewChoice.Filter) ?? "",
            Exporter = $"contrail {version.Split('+')[0]}",
        };
    }

    private static string? WhyNot(
        ParseResult parsed, ExportFormat format, string of, IReadOnlyList<StackKind>? kinds) =>
        kinds is null
            ? $"There are no stacks of '{NumberFormat.OneLine(of)}'; --of can be: {StackKinds.Names}, "
                + StackKinds.AllName
        : parsed.GetValue(Of) is not null && format.Stacks == ExportStacks.None
            ? $"The format {format.Name} has all kinds of records, and --of does not apply: use --filter, or another "
                + "format."
        : parsed.GetValue(ByThread) && format.Name != FoldedExport.Format.Name
            ? "--by-thread applies to the format folded only; others name the threads themselves."
        : kinds.Count > 1 && format.Stacks == ExportStacks.One
            ? $"The format {format.Name} has one unit: choose one kind with --of {StackKinds.Names}"
        : null;
}
