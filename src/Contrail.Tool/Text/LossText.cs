using Contrail.Analysis.Reading;

namespace Contrail.Tool.Text;

/// <summary>What is missing from a file, in sentences.</summary>
internal static class LossText
{
    private const int MaxReasonChars = 40;

    /// <summary>More than there are reasons; a manifest may claim any.</summary>
    private const int MaxReasons = 16;

    /// <summary>
    /// A line for each reason; one line that says so, if nothing was lost. Without a manifest only the numbers of
    /// the events are known.
    /// </summary>
    public static IReadOnlyList<string> Tell(TraceFileFacts facts)
    {
        List<string> lines =
        [
            .. facts.Losses
                .GroupBy(loss => loss.Reason)
                .Take(MaxReasons)
                .Select(group => Describe(group.Key, LossCounts.Sum(group), facts.Manifest) + When([.. group])),
        ];
        if (facts.Manifest is { } manifest && manifest.EventsLost != facts.EventsLost)
        {
            lines.Add($"readers of this file count {NumberFormat.Count(facts.EventsLost)} events lost, "
                + $"the manifest {NumberFormat.Count(manifest.EventsLost)}");
        }

        const string noneInNumbers = "none that the numbers of the events show";
        if (facts.Manifest is { LossesMayBeMore: true })
        {
            lines.AddRange(lines.Count == 0 ? [noneInNumbers] : []);
            lines.Add(
                "there may be more: threads that got no buffer, or ended meanwhile, leave no trace of what they lost");
        }

        if (facts.Manifest is { RequestCoverage: "torn" })
        {
            lines.Add("events of the last 100 ms or more before the end may be missing");
        }

        if (facts.Repair is not null)
        {
            lines.Add("what repair did not keep");
        }

        string nothing = facts.Manifest is null ? noneInNumbers : "nothing was lost";
        return lines.Count > 0 ? lines : [nothing];
    }

    private static string Describe(string reason, long count, SnapshotManifest? manifest) => reason == "namesMissing"
        ? NamesMissing(manifest?.Symbols)
        : Tell(reason, count);

    // Each with the one reason that is known.
    private static string NamesMissing(SymbolFacts? symbols) => symbols switch
    {
        { Rundown: "never" } => "names of methods compiled before: no rundown was allowed",
        { Rundown: "failed" } => "names of methods compiled before: the rundown failed",
        { Rundown: "pending" } => "names of methods compiled before: the rundown had not ended yet",
        { BrokeOff: true } => "names of methods compiled after the session of the names had broken off",
        { Rundown: "done", Methods: 0 } => "names of methods compiled ahead of time: the rundown lists none",
        _ => "names of methods, for a reason that the manifest does not contain",
    };

    private static string Tell(string reason, long count) => reason switch
    {
        "runtimeDropped" =>
            $"{NumberFormat.Count(count)} events that the runtime did not write: full buffers, or events over 64 KiB",
        "threadEnded" => $"what {Page.Counted(count, "thread")} dropped just before ending, which no runtime tells",
        "malformed" => "the stream could not be read to its end",
        "truncated" => "the stream ends inside: the process died, or the file was cut",
        "evicted" => $"{NumberFormat.Count(count)} events evicted: the limit of memory was reached",
        "symbolsForgotten" => $"the names of {NumberFormat.Count(count)} addresses: the limit of memory was reached",
        "carriedForgotten" =>
            $"{NumberFormat.Count(count)} settings, type names and thread starts: the limit of memory was reached",
        "waitsForgotten" => $"when and for what {Page.Counted(count, "thread")} began to wait before the window: "
            + "too many threads waited at once",
        "recorderPaused" => "what came after the watchdog cut a pausing recorder off, until it attached again",
        "profileChanged" => "the last moments of a session that did not end in time when the profile changed",
        "disconnected" => "what happened while the source was out of reach",
        "generationGap" => $"{NumberFormat.Count(count)} generations that never came",
        "generationBroken" => $"{NumberFormat.Count(count)} generations that were not whole",
        "notReceived" => "what happened just before the request had not arrived; how much is unknown",
        "generationTooLarge" => $"{NumberFormat.Count(count)} generations larger than twice the limit of memory",
        _ => $"{TerminalSanitizer.Clean(reason, MaxReasonChars)}: {NumberFormat.Count(count)}",
    };

    private static string When(List<ManifestLoss> losses)
    {
        DateTime from = losses.Min(loss => loss.FromUtc);
        DateTime to = losses.Max(loss => loss.ToUtc);
        return from == to ? $", at {TimeFormat.Time(from)}" : $", {TimeFormat.Time(from)} to {TimeFormat.Time(to)}";
    }
}
