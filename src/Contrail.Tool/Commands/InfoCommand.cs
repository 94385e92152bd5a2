using System.CommandLine;
using Contrail.Analysis.Reading;
using Contrail.Analysis.Views;
using Contrail.Core.Formats;
using Contrail.Core.Snapshots;
using Contrail.Tool.Files;
using Contrail.Tool.Output;
using Spectre.Console;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail info</c>: what a file is, whether it is whole, and what is missing.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "A .nettrace file or a Go trace, of anybody." };
        Option<bool> json = new("--json") { Description = "One JSON object." };
        Option<bool> summary = new("--summary") { Description = "Also what happened: collections, exceptions, waits." };
        Command command = new("info", "Tells what is in a file: whose, when, how much, and what is missing.")
        {
            file, json, summary,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(summary))
            {
                result.AddError("--json and --summary do not go together.");
            }
        });
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            parsed.GetValue(file)!,
            parsed.GetValue(json),
            parsed.GetValue(summary),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            cancellationToken)));
        return command;
    }

    private static int Run(
        string path,
        bool json,
        bool summary,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken) =>
        FileFault.GuardSeekable(path, error, stream => FormatOf(stream) switch
        {
            { HasEventViews: false } when summary =>
                SummaryCommand.WriteGo(path, stream, output, error, cancellationToken),
            { HasEventViews: false } => WriteVerdict(path, stream, json, output, error, cancellationToken),
            _ when summary => WriteSummary(path, stream, output, error, cancellationToken),
            _ => WriteFacts(path, stream, json, output, error, cancellationToken),
        });

    private static ITraceFiles FormatOf(FileStream stream)
    {
        ITraceFiles format = new TraceInput(stream).Format;
        stream.Position = 0;
        return format;
    }

    private static int WriteVerdict(
        string path,
        FileStream stream,
        bool json,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        TraceInput input = new(stream);
        ITraceVerifier verifier = input.Format.Verify();
        input.Feed(verifier, onTaken: null, cancellationToken);
        TraceVerdict verdict = verifier.Conclude();
        if (verdict.Refusal is { } refusal)
        {
            return FileFault.Refuse(error, path, refusal);
        }

        Certificate? certificate = CertificateBeside.Read(path, error);
        if (json)
        {
            output.WriteLine(ContentsPage.Json(verdict, certificate));
        }
        else
        {
            ContentsPage.Write(ConsoleOf(output), verdict, certificate);
        }

        return ExitCodes.Done;
    }

    private static int WriteFacts(
        string path,
        FileStream stream,
        bool json,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        if (!TraceFileFacts.TryRead(stream, out TraceFileFacts? facts, out string fault, cancellationToken))
        {
            return FileFault.Refuse(error, path, fault);
        }

        if (json)
        {
            output.WriteLine(InfoJson.Write(facts!));
        }
        else
        {
            InfoText.Write(ConsoleOf(output), facts!, stream.Length);
        }

        return ExitCodes.Done;
    }

    /// <summary>The facts and the summary of a .nettrace file.</summary>
    internal static int WriteSummary(
        string path, FileStream stream, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (!TraceSummary.TryRead(stream, out TraceSummary? summary, out string fault, cancellationToken))
        {
            return FileFault.Refuse(error, path, fault);
        }

        IAnsiConsole console = ConsoleOf(output);
        InfoText.Write(console, summary!.Facts, stream.Length);
        console.WriteLine();
        SummaryText.Write(console, summary);
        return ExitCodes.Done;
    }

    // A pipe has no length; what was read of it is what there was.
    internal static IAnsiConsole ConsoleOf(TextWriter output)
    {
        AnsiConsoleOutput target = new(output);
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = target.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = target.IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = target,
        });
    }
}
