using System.CommandLine;
using Contrail.Analysis.Filters;
using Contrail.Capture;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Storage;
using Contrail.Tool.Arguments;
using Contrail.Tool.Files;
using Contrail.Tool.Text;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail cut</c>: writes a time range of a trace, with its symbols, to a new file.</summary>
internal static class CutCommand
{
    private const long MaxUsualBytes = 1L << 30;
    private const string NoTimeOfDay =
        "the file does not contain the time of day; use an offset such as +3s, or --last";

    private static readonly Option<Moment?> From = Parsed.Option<Moment>(
        "--from",
        "Start of the range: a time (UTC), or an offset such as +3s from the start of the file. "
            + "Default: the start of the file.",
        "12:00:03.5",
        Moment.TryParse);

    private static readonly Option<Moment?> To = Parsed.Option<Moment>(
        "--to",
        "End of the range, in the same forms as --from. Default: the end of the file.",
        "12:00:08",
        Moment.TryParse);

    private static readonly Option<TimeSpan?> Last = Parsed.Value<TimeSpan>(
        "--last", "Keep only the last part, for example 10s.", "10s", Durations.TryParsePositive);

    private static readonly Option<string?> Filter = new("--filter")
    {
        Description = "The range as a filter of contrail view, for example 'time in -5s..-2s'.",
        HelpName = "EXPRESSION",
    };

    private static readonly Option<long?> MaxBytes = Parsed.Value<long>(
        "--max-bytes", "Maximum memory for the range while it is cut. Default: 1GiB.", "1GiB", Sizes.TryParse);

    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "A .nettrace or Go trace file, from any tool." };
        Option<string> target = new("--output", "-o")
        {
            Description = "Write the range to this file.",
            HelpName = "FILE",
            Required = true,
        };
        Option<bool> force = new("--force") { Description = "Overwrite an existing file." };
        Command command = new("cut", "Copies a time range of a trace file to a new file.")
        {
            file, From, To, Last, Filter, MaxBytes, target, force,
        };
        command.Validators.Add(result =>
        {
            bool hasLast = Parsed.IsGiven(result, Last);
            bool hasRange = Parsed.IsGiven(result, From) || Parsed.IsGiven(result, To);
            bool hasFilter = Parsed.IsGiven(result, Filter);
            if (new[] { hasLast, hasRange, hasFilter }.Count(has => has) != 1)
            {
                result.AddError("cut needs a time range: use --from and --to, --last 10s, or --filter.");
            }
        });
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            parsed,
            new CutRange(
                parsed.GetValue(file)!,
                parsed.GetValue(target)!,
                parsed.GetValue(From),
                parsed.GetValue(To),
                parsed.GetValue(Last),
                parsed.GetValue(MaxBytes) ?? MaxUsualBytes,
                parsed.GetValue(force)),
            cancellationToken)));
        return command;
    }

    private static int Run(ParseResult parsed, CutRange arguments, CancellationToken cancellationToken)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        TextWriter error = parsed.InvocationConfiguration.Error;
        if (parsed.GetValue(Filter) is { } expression)
        {
            if (CutFilter.Parse(expression, out FilterError? fault) is not { } range)
            {
                FilterErrorText.Lines(expression, fault!).ToList().ForEach(error.WriteLine);
                return ExitCodes.Usage;
            }

            arguments = arguments with { From = range.From, To = range.To };
        }

        return OutputFile.WhyNot(arguments.Source, arguments.Target, arguments.Force) is { } why
            ? FaultOutput.Report(error, arguments.Target, why)
            : FileGuard.OpenSeekable(
                arguments.Source,
                new FaultOutput(error),
                stream => Cut(arguments, new TraceInput(stream), output, error, cancellationToken));
    }

    private static int Cut(
        CutRange arguments, TraceInput input, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        ITraceSurvey survey = input.Format.Survey();
        input.Feed(survey, onTaken: null, cancellationToken);
        if (survey.RangeUtc is not { } range)
        {
            return new FaultOutput(error).Refuse(arguments.Source, survey.Fault ?? TraceFaultCode.EventsMissing);
        }

        if (!survey.HasTimeOfDay && arguments.NeedsTimeOfDay)
        {
            return FaultOutput.Report(error, arguments.Source, NoTimeOfDay);
        }

        (DateTime from, DateTime to) = arguments.In(range.FirstUtc, range.LastUtc);
        if (from > to || from > range.LastUtc || to < range.FirstUtc)
        {
            return FaultOutput.Report(error, arguments.Source, "the range is outside the file, which covers "
                + Range(range.FirstUtc, range.LastUtc, survey, range.FirstUtc));
        }

        string reason = $"cut of {Path.GetFileName(arguments.Source)}, {Range(from, to, survey, range.FirstUtc)}";
        using ITraceCutter cutter = survey.Cut(new CutRequest(from, to, reason, DateTime.UtcNow, arguments.MaxBytes));
        input.Feed(cutter, onTaken: null, cancellationToken);
        if (!cutter.TryConclude(out Snapshot? snapshot, out TraceFault? unfit))
        {
            string why = TraceFaultText.Of(unfit!.Value) + "; cut a shorter range, or raise --max-bytes";
            return FaultOutput.Report(error, arguments.Source, why);
        }

        using (snapshot)
        {
            SnapshotFile.Write(snapshot!, arguments.Target, arguments.Force, cancellationToken);
            Report(snapshot!, arguments.Target, output);
        }

        return ExitCodes.Done;
    }

    private static string Range(DateTime from, DateTime to, ITraceSurvey survey, DateTime firstUtc) =>
        survey.HasTimeOfDay
            ? $"{TimeFormat.Day(from)} to {TimeFormat.Time(to)} UTC"
            : $"+{TimeFormat.Offset(from - firstUtc)} to +{TimeFormat.Offset(to - firstUtc)}";

    private static string Contents(SnapshotManifest manifest) => manifest.Events is { } events
        ? Page.Counted(events, "event")
        : Page.Counted(manifest.Generations, "generation");

    private static void Report(Snapshot snapshot, string target, TextWriter output)
    {
        SnapshotManifest manifest = snapshot.Manifest;
        output.WriteLine($"{TerminalSanitizer.Clean(target, 1_000)}: {NumberFormat.Seconds(manifest.WindowSeconds)}, "
            + $"{Contents(manifest)}, {NumberFormat.Bytes(snapshot.SizeBytes)}");
    }
}
