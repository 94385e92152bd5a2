using Contrail.Analysis.Reading;
using Contrail.Core.Snapshots;

namespace Contrail.Tool.Output;

/// <summary>What is missing from a file, in sentences.</summary>
internal static class LossWords
{
    private const int ReasonCharsMax = 40;

    /// <summary>More than there are reasons; a certificate may claim any.</summary>
    private const int ReasonsMax = 16;

    /// <summary>
    /// A line for each reason; one line that says so, if nothing was lost. Without a certificate only the numbers of
    /// the events are known.
    /// </summary>
    public static IReadOnlyList<string> Tell(TraceFileFacts facts)
    {
        List<string> lines =
        [
            .. facts.Losses
                .GroupBy(loss => loss.Reason)
                .Take(ReasonsMax)
                .Select(group => Describe(group.Key, LossCounts.Sum(group), facts.Certificate) + When([.. group])),
        ];
        if (facts.Certificate is { } certificate && certificate.EventsLost != facts.EventsLost)
        {
            lines.Add($"readers of this file count {Plain.Count(facts.EventsLost)} events lost, "
                + $"the certificate {Plain.Count(certificate.EventsLost)}");
        }

        const string noneInNumbers = "none that the numbers of the events show";
        if (facts.Certificate is { LossesMayBeMore: true })
        {
            lines.AddRange(lines.Count == 0 ? [noneInNumbers] : []);
            lines.Add(
                "there may be more: threads that got no buffer, or ended meanwhile, leave no trace of what they lost");
        }

        if (facts.Certificate is { UpToRequest: "torn" })
        {
            lines.Add("events of the last 100 ms or more before the end may be missing");
        }

        if (facts.Repair is not null)
        {
            lines.Add("what repair did not keep");
        }

        string nothing = facts.Certificate is null ? noneInNumbers : "nothing was lost";
        return lines.Count > 0 ? lines : [nothing];
    }

    private static string Describe(string reason, long count, Certificate? certificate) => reason == "namesMissing"
        ? NamesMissing(certificate?.Symbols)
        : Tell(reason, count);

    // Each with the one reason that is known.
    private static string NamesMissing(SymbolFacts? symbols) => symbols switch
    {
        { Rundown: "never" } => "names of methods compiled before: no rundown was allowed",
        { Rundown: "failed" } => "names of methods compiled before: the rundown failed",
        { Rundown: "pending" } => "names of methods compiled before: the rundown had not ended yet",
        { BrokeOff: true } => "names of methods compiled after the session of the names had broken off",
        { Rundown: "done", Methods: 0 } => "names of methods compiled ahead of time: the rundown lists none",
        _ => "names of methods, for a reason that the certificate does not contain",
    };

    private static string Tell(string reason, long count) => reason switch
    {
        "runtimeDropped" =>
            $"{Plain.Count(count)} events that the runtime did not write: full buffers, or events over 64 KiB",
        "threadEnded" => $"what {Page.Counted(count, "thread")} dropped just before ending, which no runtime tells",
        "malformed" => "the stream could not be read to its end",
        "truncated" => "the stream ends inside: the process died, or the file was cut",
        "evicted" => $"{Plain.Count(count)} events evicted: the limit of memory was reached",
        "symbolsForgotten" => $"the names of {Plain.Count(count)} addresses: the limit of memory was reached",
        "carriedForgotten" =>
            $"{Plain.Count(count)} settings, type names and thread starts: the limit of memory was reached",
        "waitsForgotten" => $"when and for what {Page.Counted(count, "thread")} began to wait before the window: "
            + "too many threads waited at once",
        "recorderPaused" => "what came after the watchdog cut a pausing recorder off, until it attached again",
        "profileChanged" => "the last moments of a session that did not end in time when the profile changed",
        "disconnected" => "what happened while the source was out of reach",
        "generationGap" => $"{Plain.Count(count)} generations that never came",
        "generationBroken" => $"{Plain.Count(count)} generations that were not whole",
        "notReceived" => "what happened just before the request had not arrived; how much is unknown",
        "generationTooLarge" => $"{Plain.Count(count)} generations larger than twice the limit of memory",
        _ => $"{FileWords.Clean(reason, ReasonCharsMax)}: {Plain.Count(count)}",
    };

    private static string When(List<CertifiedLoss> losses)
    {
        DateTime from = losses.Min(loss => loss.FromUtc);
        DateTime to = losses.Max(loss => loss.ToUtc);
        return from == to ? $", at {Moments.Time(from)}" : $", {Moments.Time(from)} to {Moments.Time(to)}";
    }
}
