using System.CommandLine;
using System.Globalization;
using Contrail.Analysis.Export;
using Contrail.Analysis.Export.Otlp;
using Contrail.Analysis.Export.Tables;
using Contrail.Analysis.Filters;
using Contrail.Analysis.Findings;
using Contrail.Analysis.Model;
using Contrail.Tool.Arguments;
using Contrail.Tool.Files;
using Contrail.Tool.Tables;
using Contrail.Tool.Text;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail convert</c>: writes trace files in the formats of other viewers.</summary>
internal static class ConvertCommand
{
    private static readonly Argument<string[]> Files = new("file")
    {
        Description = "A .nettrace or Go trace file, from any tool; several are put on one timeline.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> Format = new("--format", "-f")
    {
        Description = "The format: " + string.Join(", ", ConvertCatalog.All.Select(format => format.Name)) + ".",
        HelpName = "FORMAT",
    };

    private static readonly Option<string?> Target = new("--output", "-o")
    {
        Description = "Write to this file, or to standard output for '-'. Default: next to the input.",
        HelpName = "NEW",
    };

    private static readonly Option<Uri?> Endpoint = Parsed.Option<Uri>(
        "--otlp-endpoint",
        "Send the profiles of the format otlp to this collector, by HTTP.",
        "http://127.0.0.1:4318",
        OtlpEndpoint.TryParse);

    private static readonly Option<bool> List = new("--list") { Description = "List the formats." };
    private static readonly Option<bool> Force = new("--force") { Description = "Overwrite an existing file." };

    public static Command Create()
    {
        Command command = new("convert", "Writes trace files in a format that other viewers open.")
        {
            Files, Format, Target, StackChoice.Of, StackChoice.ByThread, ViewChoice.Filter, Endpoint, List, Force,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(
            Interruption.Run(token => Run(parsed, token), cancellationToken)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(List))
        {
            foreach (ExportFormat one in ConvertCatalog.All)
            {
                parsed.InvocationConfiguration.Output.WriteLine($"{one.Name,-12}{one.Description}");
            }

            return ExitCodes.Done;
        }

        TextWriter error = parsed.InvocationConfiguration.Error;
        string[] files = parsed.GetValue(Files) ?? [];
        if (files.Length == 0 || parsed.GetValue(Format) is not { } name)
        {
            error.WriteLine(
                "Specify a file and a format: contrail convert FILE --format F. See: contrail convert --list");
            return ExitCodes.Usage;
        }

        if (ConvertCatalog.Find(name) is { } format)
        {
            return StackChoice.Read(parsed, format, error) is { } options
                ? Run(parsed, files, format, options, cancellationToken)
                : ExitCodes.Usage;
        }

        error.WriteLine($"There is no format '{NumberFormat.OneLine(name)}'. See: contrail convert --list");
        return ExitCodes.Usage;
    }

    private static int Run(
        ParseResult parsed,
        string[] files,
        ExportFormat format,
        ExportOptions options,
        CancellationToken cancellationToken)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        if (parsed.GetValue(Endpoint) is { } address)
        {
            if (parsed.GetValue(Target) is not null)
            {
                error.WriteLine("--otlp-endpoint sends the profiles and writes no file: omit it, or --output.");
                return ExitCodes.Usage;
            }

            if (format.Name == OtlpExport.Format.Name)
            {
                return Send(parsed, files, options, address, cancellationToken);
            }

            error.WriteLine("Only the format otlp can be sent: --format otlp --otlp-endpoint URL");
            return ExitCodes.Usage;
        }

        string? target = parsed.GetValue(Target) ?? ConvertOutput.DefaultFor(files, format);
        if (Fault(files, format, target) is { } fault)
        {
            error.WriteLine(fault);
            return ExitCodes.Usage;
        }

        return ConvertOutput.WhyNot(files, format, target!, parsed.GetValue(Force)) is { } why
            ? FaultOutput.Report(error, target!, why)
            : Convert(parsed, files, format, options, target!, cancellationToken);
    }

    private static string? Fault(string[] files, ExportFormat format, string? target) =>
        target is null
            ? "The input has no name: specify the output with -o NEW, or -o - for standard output."
        : format.IsTimeline && files.Length > 1 && files.Any(ConvertedFiles.IsPipe)
            ? "A pipe is read once, and files on one timeline twice: save it to a file first."
        : format.CreateAt is not null && target == ConvertOutput.Standard
            ? $"The format {format.Name} needs a path: -o NEW"
        : null;

    private static int Convert(
        ParseResult parsed,
        string[] files,
        ExportFormat format,
        ExportOptions options,
        string target,
        CancellationToken cancellationToken)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        if (!TryFilter(parsed, format, options, out Filter? filter))
        {
            return ExitCodes.Usage;
        }

        ConvertedFiles read = new(files, filter, new FaultOutput(error)) { NeedsCommonTime = format.IsTimeline };
        int code = ExitCodes.Failed;
        IReadOnlyList<string> notes = [];
        bool isEmpty = false;
        long? sizeBytes = format.CreateAt is { } createAt
            ? ConvertFolder.Write(target, parsed.GetValue(Force), path => Run(createAt(path, options)))
            : ConvertOutput.Write(target, parsed.GetValue(Force), stream => Run(format.Create!(stream, options)));
        if (sizeBytes is { } size)
        {
            Report(parsed, isEmpty ? format with { Next = "" } : format, target, size, notes);
        }

        return code;

        bool Run(IExport created)
        {
            using IExport export = created;
            code = read.Read(export, cancellationToken);
            notes = [.. export.Notes, .. read.Notes()];
            isEmpty = export.IsEmpty;
            return read.IsRead;
        }
    }

    private static int Send(
        ParseResult parsed, string[] files, ExportOptions options, Uri address, CancellationToken cancellationToken)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        if (!TryFilter(parsed, OtlpExport.Format, options, out Filter? filter))
        {
            return ExitCodes.Usage;
        }

        using MemoryStream profiles = new();
        using IExport export = OtlpExport.Format.Create!(profiles, options);
        ConvertedFiles read = new(files, filter, new FaultOutput(error));
        int code = read.Read(export, cancellationToken);
        if (!read.IsRead)
        {
            return code;
        }

        if (export.IsEmpty)
        {
            string[] notes = [.. export.Notes, .. read.Notes(), "Nothing was sent."];
            Array.ForEach(notes, note => error.WriteLine(NumberFormat.OneLine(note)));
            return ExitCodes.Failed;
        }

        if (OtlpEndpoint.Send(address, profiles.ToArray(), cancellationToken) is { } why)
        {
            return FaultOutput.Report(error, address.ToString(), why);
        }

        TextWriter output = parsed.InvocationConfiguration.Output;
        string to = TerminalSanitizer.Clean(address.ToString(), 1_000);
        output.WriteLine($"sent {NumberFormat.Bytes(profiles.Length)} to {to}");
        export.Notes.Concat(read.Notes()).ToList().ForEach(note => output.WriteLine(NumberFormat.OneLine(note)));
        return code;
    }

    private static bool TryFilter(
        ParseResult parsed, ExportFormat format, ExportOptions options, out Filter? filter) => ViewChoice.TryFilter(
            parsed.GetValue(ViewChoice.Filter),
            () => NeedsOf(format, options),
            parsed.InvocationConfiguration.Error,
            out filter);

    private static ModelNeeds NeedsOf(ExportFormat format, ExportOptions options)
    {
        if (format.Create is not { } create)
        {
            return FileTables.All.Aggregate(ModelNeeds.None, (needs, table) => needs | table.Needs);
        }

        using IExport probe = create(Stream.Null, options);
        return probe.Open(new ExportedFile("")).Needs;
    }

    private static void Report(
        ParseResult parsed, ExportFormat format, string target, long sizeBytes, IReadOnlyList<string> notes)
    {
        bool isFile = target != ConvertOutput.Standard;
        TextWriter report = isFile ? parsed.InvocationConfiguration.Output : parsed.InvocationConfiguration.Error;
        string name = TerminalSanitizer.Clean(target, 1_000);
        if (isFile)
        {
            report.WriteLine($"{name}: {format.Name}, {NumberFormat.Bytes(sizeBytes)}");
        }

        foreach (string note in notes)
        {
            report.WriteLine(NumberFormat.OneLine(note));
        }

        if (isFile && format.Next.Length > 0)
        {
            report.WriteLine("next: " + string.Format(
                CultureInfo.InvariantCulture, format.Next, CommandText.PathWord(name)));
        }
    }
}
