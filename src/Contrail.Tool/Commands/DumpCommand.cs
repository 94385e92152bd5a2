using System.CommandLine;
using System.Globalization;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.GoTrace.Text;
using Contrail.Capture;
using Contrail.Core.Formats;
using Contrail.Tool.Files;
using Contrail.Tool.Text;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail dump</c>: every event of a Go trace as text, as Go's own tool prints it.</summary>
internal static class DumpCommand
{
    private const string Parsed = "parsed";
    private const string Wire = "wire";

    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "A Go execution trace." };
        Option<string> form = new("--as")
        {
            Description = "Choose the form: 'parsed' prints the events in order of time, 'wire' the records as stored.",
            DefaultValueFactory = _ => Parsed,
        };
        form.AcceptOnlyFromAmong(Parsed, Wire);
        Option<bool> strict = new("--strict")
        {
            Description = "Also fail when events contradict each other, as Go's own tests do.",
        };
        Command command = new("dump", "Prints every event of a Go trace, exactly as go tool trace -d does.")
        {
            file, form, strict,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(strict) && result.GetValue(form) == Wire)
            {
                result.AddError("--strict requires --as parsed: the wire form is not validated.");
            }
        });
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            parsed.GetValue(file)!,
            parsed.GetValue(form) == Wire,
            parsed.GetValue(strict),
            parsed.InvocationConfiguration.Error,
            cancellationToken)));
        return command;
    }

    private static int Run(
        string path, bool isWire, bool isStrict, TextWriter error, CancellationToken cancellationToken) =>
        FileGuard.Open(path, new FaultOutput(error), stream =>
        {
            // Names in a trace are bytes and are written unchanged, without text encoding.
            using OutputStream standardOutput = new();
            StreamOutput output = new(standardOutput);
            string fault = isWire
                ? DumpWire(stream, output, cancellationToken)
                : DumpParsed(stream, output, isStrict, cancellationToken);
            output.Flush();
            return fault.Length == 0
                ? ExitCodes.Done
                : FaultOutput.Report(error, path, fault);
        });

    private static string DumpWire(Stream stream, StreamOutput output, CancellationToken cancellationToken)
    {
        WireText text = new(output);
        return ChunkFeed.ReadToEnd(stream, text, cancellationToken) == SplitStatus.End
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture, $"{TraceFaultText.Of(text.Fault!.Value)}, at byte {text.Offset}");
    }

    private static string DumpParsed(
        Stream stream, StreamOutput output, bool isStrict, CancellationToken cancellationToken)
    {
        ParsedText text = new(output, TimeZoneInfo.Local);
        GoTraceValidator? validator = isStrict ? new GoTraceValidator(text) : null;
        GoTraceReader reader = new(validator is null ? text : validator);
        SplitStatus status = ChunkFeed.ReadToEnd(stream, reader, cancellationToken);
        return status != SplitStatus.End ? GoEventText.Fault(reader)
            : validator?.Fault is { } contradiction ? TraceFaultText.Of(contradiction)
            : GoEventText.Gaps(reader);
    }
}
