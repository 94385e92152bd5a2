using System.CommandLine;
using Contrail.Analysis;
using Contrail.Analysis.Findings.Comparing;
using Contrail.Analysis.Model;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Tool.Arguments;
using Contrail.Tool.Files;
using Contrail.Tool.Json;
using Contrail.Tool.Text;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail compare</c>: reports what differs between an incident and the time before it.</summary>
internal static class CompareCommand
{
    private const string NoTimeOfDay =
        "the file does not contain the time of day; use offsets such as +3s.. or -5s.. for --incident";

    private static readonly Argument<string> File = new("file")
    {
        Description = "A .nettrace or Go trace file, from any tool. With two files, the usual one.",
    };

    private static readonly Argument<string?> Other = new("other")
    {
        Description = "The file with the incident, if the first one is from before.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Incident = new("--incident")
    {
        Description = "The incident: -3s.. is the last 3 seconds. Default: the range at the end that differs most.",
    };

    private static readonly Option<bool> AsJson = new("--json") { Description = "Write one JSON object." };

    public static Command Create()
    {
        Command command = new("compare", "Ranks what differs between an incident and the time before it.")
        {
            File, Other, Incident, AsJson,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(parsed, cancellationToken)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        string? text = parsed.GetValue(Incident);
        IncidentRange? incident = text is null ? null : IncidentRange.Parse(text);
        if (text is not null && incident is null)
        {
            error.WriteLine(NumberFormat.OneLine($"'{text}' is no incident. Expected {IncidentRange.Expected}."));
            return ExitCodes.Usage;
        }

        return Measure(
            parsed,
            parsed.GetValue(File)!,
            first => parsed.GetValue(Other) is { } other
                ? Measure(
                    parsed, other, second => Write(parsed, incident, other, first, second), cancellationToken)
                : Write(parsed, incident, parsed.GetValue(File)!, null, first),
            cancellationToken);
    }

    private static int Measure(
        ParseResult parsed, string path, Func<MeasuredTrace, int> use, CancellationToken cancellationToken)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        FaultOutput faults = FaultOutput.Of(
            parsed.GetValue(AsJson), parsed.InvocationConfiguration.Output, error);
        return FileGuard.OpenSeekable(path, faults, stream =>
        {
            ITraceFiles format = TraceInput.FormatOf(stream);
            MeasureTally tally = new();
            TraceModel model = new(tally);
            bool isRead = TraceAnalysis.TryRead(format, stream, model, out TraceFault? fault, cancellationToken);
            stream.EndProgress();
            if (!isRead)
            {
                return faults.Refuse(path, fault!.Value);
            }

            int code = use(new MeasuredTrace(tally.Measured(), tally.Window));
            return code == ExitCodes.Done && fault is { } torn
                ? FaultOutput.Damaged(error, path, torn.Offset, torn)
                : code;
        });
    }

    private static int Write(
        ParseResult parsed, IncidentRange? chosen, string path, MeasuredTrace? past, MeasuredTrace trace)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        TimeRange whole = new(TraceTime.Start, trace.Extent.End, false, false);
        TimeRange? range = chosen is { } incident ? incident.In(trace.Extent) : whole;
        if (range is null)
        {
            return FaultOutput.Of(parsed.GetValue(AsJson), output, parsed.InvocationConfiguration.Error)
                .Refuse(path, "timeOfDayMissing", NoTimeOfDay);
        }

        WindowChange? change = past is { } other
            ? WindowChange.Of(other.Measured, trace.Measured, range.Value)
            : chosen is null ? WindowChange.Of(trace.Measured) : WindowChange.Of(trace.Measured, range.Value);
        if (parsed.GetValue(AsJson))
        {
            output.WriteLine(JsonOutput.Document(DifferencesJson.Document(change)));
        }
        else
        {
            ComparisonPage.Write(
                OutputConsole.Of(output), change, trace.Extent, past?.Extent ?? trace.Extent);
        }

        return ExitCodes.Done;
    }

    private readonly record struct MeasuredTrace(MeasuredSteps Measured, TraceExtent Extent);
}
