using Contrail.Analysis.NetTrace.Reading;

namespace Contrail.Tool.Text;

/// <summary>Describes the losses of a file.</summary>
internal static class LossText
{
    /// <summary>More than the known reasons, because a manifest may contain any.</summary>
    private const int MaxReasons = 16;

    /// <summary>
    /// Returns one line per reason, or one line if nothing was lost. Without a manifest, losses are known only from the
    /// sequence numbers of the events.
    /// </summary>
    public static IReadOnlyList<string> Describe(TraceFileFacts facts)
    {
        List<string> lines =
        [
            .. LossCounts.OfEvents(facts.Losses)
                .GroupBy(loss => loss.Reason)
                .Take(MaxReasons)
                .Select(group => Describe(group.Key, LossCounts.Sum(group), facts.Manifest)
                    + When(group.Key, [.. group], facts)),
        ];
        if (facts.Manifest is { } manifest && manifest.EventsLost != facts.EventsLost)
        {
            lines.Add($"readers of this file count {NumberFormat.Count(facts.EventsLost)} events lost, "
                + $"the manifest {NumberFormat.Count(manifest.EventsLost)}");
        }

        const string noneInNumbers = "none according to the sequence numbers of the events";
        if (facts.Manifest is { LossesMayBeMore: true })
        {
            lines.AddRange(lines.Count == 0 ? [noneInNumbers] : []);
            lines.Add(
                "further losses are possible: threads without a buffer, or that exited, do not report what they lost");
        }

        if (facts.Manifest is { RequestCoverage: RequestCoverage.Torn })
        {
            lines.Add("events of the last 100 ms or more before the end may be missing");
        }

        if (facts.Repair is not null)
        {
            lines.Add("the part that repair dropped");
        }

        string nothing = facts.Manifest is null ? noneInNumbers : LossCounts.None(facts.Manifest);
        return lines.Count > 0 ? lines : [nothing];
    }

    private static string Describe(LossReason reason, long count, SnapshotManifest? manifest) =>
        reason == LossReason.NamesMissing
        ? NamesMissing(manifest?.Symbols)
        : Describe(reason, count);

    // Each case with its known reason.
    private static string NamesMissing(SymbolFacts? symbols) => symbols switch
    {
        { Rundown: RundownOutcome.Never } => "names of methods compiled before the recording: the rundown was disabled",
        { Rundown: RundownOutcome.Failed } => "names of methods compiled before the recording: the rundown failed",
        { Rundown: RundownOutcome.Pending } =>
            "names of methods compiled before the recording: the rundown had not ended yet",
        { BrokeOff: true } => "names of methods compiled after the symbol session was interrupted",
        { Rundown: RundownOutcome.Done, Methods: 0 } =>
            "names of methods compiled ahead of time: the rundown lists none",
        _ => "names of methods, for an unknown reason",
    };

    private static string Describe(LossReason reason, long count) => reason switch
    {
        LossReason.RuntimeDropped =>
            $"{NumberFormat.Count(count)} events that the runtime did not write: full buffers, or events over 64 KiB",
        LossReason.ThreadEnded =>
            $"events that {Page.Counted(count, "thread")} dropped just before exiting, in unknown number",
        LossReason.Malformed => "the stream could not be read to its end",
        LossReason.Truncated => "the stream is incomplete: the process was killed, or the file was truncated",
        LossReason.Evicted => $"{NumberFormat.Count(count)} events evicted: the memory limit was reached",
        LossReason.SymbolsForgotten =>
            $"the names of {NumberFormat.Count(count)} addresses: the memory limit was reached",
        LossReason.CarriedForgotten =>
            $"{NumberFormat.Count(count)} settings, type names and thread starts: the memory limit was reached",
        LossReason.WaitsForgotten => $"start and reason of waits of {Page.Counted(count, "thread")} before the window: "
            + "too many threads were waiting",
        LossReason.RecorderPaused =>
            "events from the watchdog's disconnect of a paused recorder until it attached again",
        LossReason.ProfileChanged => "the last events of a session that did not end in time when the profile changed",
        LossReason.Disconnected => "events while the source was disconnected",
        LossReason.GenerationGap => $"{NumberFormat.Count(count)} generations that did not arrive",
        LossReason.GenerationBroken => $"{NumberFormat.Count(count)} incomplete generations",
        LossReason.NotReceived => "events just before the request that had not arrived; their number is unknown",
        LossReason.SamplesDropped => $"{NumberFormat.Count(count)} samples of all processes that the kernel dropped",
        LossReason.SamplingPaused => $"samples: the kernel paused {Page.Counted(count, "time")}",
        LossReason.ProcessReplaced => $"{NumberFormat.Count(count)} records of a process that another one replaced",
        LossReason.GenerationTooLarge => $"{NumberFormat.Count(count)} generations larger than twice the memory limit",
        _ => $"{NumberFormat.Count(count)} for a reason that this version does not know",
    };

    private static string When(LossReason reason, List<ManifestLoss> losses, TraceFileFacts facts)
    {
        // Only the last event before the damage is known, and not when the process or the file ended.
        if (facts.Manifest is null && (reason is LossReason.Truncated or LossReason.Malformed))
        {
            return $"; readable until {TimeFormat.Time(losses.Max(loss => loss.ToUtc))}";
        }

        DateTime from = losses.Min(loss => loss.FromUtc);
        DateTime to = losses.Max(loss => loss.ToUtc);
        return from == to ? $", at {TimeFormat.Time(from)}" : $", {TimeFormat.Time(from)} to {TimeFormat.Time(to)}";
    }
}
