using System.CommandLine;
using System.CommandLine.Parsing;
using Contrail.Tool.Files;

namespace Contrail.Tool.Arguments;

/// <summary>The option for the page that is printed when a recording ends.</summary>
internal static class ReportChoice
{
    /// <summary>The option; null without it.</summary>
    public static Option<FileReport?> Option { get; } = Create();

    private static Option<FileReport?> Create()
    {
        Option<FileReport?> option = new("--report")
        {
            Description = "When recording ends, print this view of the last snapshot: 'summary', or a view of "
                + "'contrail view --list'. With --json or a command, it is printed to standard error. Default: none.",
            HelpName = "VIEW",
            CustomParser = Parse,
        };
        option.CompletionSources.Add([.. FileReport.Names]);
        return option;
    }

    private static FileReport? Parse(ArgumentResult result)
    {
        FileReport? report = FileReport.Find(result.Tokens[0].Value, out string problem);
        if (report is null)
        {
            result.AddError(problem);
        }

        return report;
    }
}
