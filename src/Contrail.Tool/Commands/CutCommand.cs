using System.CommandLine;
using Contrail.Core.Files;
using Contrail.Storage;
using Contrail.Tool.Arguments;
using Contrail.Tool.Files;
using Contrail.Tool.Text;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail cut</c>: a part of a file becomes a file of its own, with its names.</summary>
internal static class CutCommand
{
    private const long MaxUsualBytes = 1L << 30;
    private const string NoTimeOfDay =
        "the file does not contain the time of day; use an offset such as +3s, or --last";

    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "A .nettrace file or a Go trace, of anybody." };
        Option<Moment?> from = Parsed.Option<Moment>(
            "--from", "Where the part begins, UTC; +3s counts from the file's start.", "12:00:03.5", Moment.TryParse);
        Option<Moment?> to = Parsed.Option<Moment>("--to", "Where it ends.", "12:00:08", Moment.TryParse);
        Option<TimeSpan?> last = Parsed.Value<TimeSpan>(
            "--last", "The end of the file, so much of it.", "10s", Durations.TryParse);
        Option<long?> maxBytes = Parsed.Value<long>(
            "--max-bytes", "The most memory: the part is held in it. 1GiB if not said.", "1GiB", Sizes.TryParse);
        Option<string> target = new("--output", "-o") { Description = "Where the part goes.", Required = true };
        Option<bool> force = new("--force") { Description = "Replaces a file that is there." };
        Command command = new("cut", "Makes a file of a part of another, by time.")
        {
            file, from, to, last, maxBytes, target, force,
        };
        command.Validators.Add(result =>
        {
            bool hasLast = result.GetResult(last) is { Implicit: false };
            bool hasRange = result.GetResult(from) is { Implicit: false }
                || result.GetResult(to) is { Implicit: false };
            if (hasLast == hasRange)
            {
                result.AddError("Say which part: --from and --to, or --last 10s.");
            }
        });
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            new CutRange(
                parsed.GetValue(file)!,
                parsed.GetValue(target)!,
                parsed.GetValue(from),
                parsed.GetValue(to),
                parsed.GetValue(last),
                parsed.GetValue(maxBytes) ?? MaxUsualBytes,
                parsed.GetValue(force)),
            parsed.InvocationConfiguration.Output,
            parsed.InvocationConfiguration.Error,
            cancellationToken)));
        return command;
    }

    private static int Run(CutRange wish, TextWriter output, TextWriter error, CancellationToken cancellationToken) =>
        OutputFile.WhyNot(wish.Source, wish.Target, wish.Force) is { } why
            ? FileFault.Report(error, wish.Target, why)
            : FileFault.GuardSeekable(
                wish.Source, new FaultOutput(error), stream => Cut(wish, stream, output, error, cancellationToken));

    private static int Cut(
        CutRange wish, FileStream stream, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        TraceInput input = new(stream);
        ITraceSurvey survey = input.Format.Survey();
        input.Feed(survey, onTaken: null, cancellationToken);
        if (survey.RangeUtc is not { } range)
        {
            string fault = survey.Fault.Length > 0 ? survey.Fault : "there is no event in it";
            return FileFault.Refuse(new FaultOutput(error), wish.Source, fault);
        }

        if (!survey.HasTimeOfDay && wish.NeedsTimeOfDay)
        {
            return FileFault.Report(error, wish.Source, NoTimeOfDay);
        }

        (DateTime from, DateTime to) = wish.In(range.FirstUtc, range.LastUtc);
        if (from > to || from > range.LastUtc || to < range.FirstUtc)
        {
            return FileFault.Report(error, wish.Source, "nothing of the file lies there; it has "
                + Range(range.FirstUtc, range.LastUtc, survey, range.FirstUtc));
        }

        string reason = $"cut of {Path.GetFileName(wish.Source)}, {Range(from, to, survey, range.FirstUtc)}";
        using ITraceCutter cutter = survey.Cut(new CutRequest(from, to, reason, DateTime.UtcNow, wish.MaxBytes));
        input.Feed(cutter, onTaken: null, cancellationToken);
        if (!cutter.TryConclude(out Snapshot? snapshot, out string unfit))
        {
            return FileFault.Report(error, wish.Source, $"{unfit}; ask for less, or for more memory: --max-bytes");
        }

        using (snapshot)
        {
            SnapshotFile.Write(snapshot!, wish.Target, wish.Force, cancellationToken);
            Tell(snapshot!, wish.Target, output);
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

    private static void Tell(Snapshot snapshot, string target, TextWriter output)
    {
        SnapshotManifest manifest = snapshot.Manifest;
        output.WriteLine($"{TerminalSanitizer.Clean(target, 1_000)}: {NumberFormat.Seconds(manifest.WindowSeconds)}, "
            + $"{Contents(manifest)}, {NumberFormat.Bytes(snapshot.SizeBytes)}");
    }
}
