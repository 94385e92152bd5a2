
namespace Contrail.Tool.Text;

/// <summary>Formats losses as a short list, each with its count and unit.</summary>
internal static class LossCounts
{
    /// <summary>Formats the losses of a snapshot; empty if the list is empty.</summary>
    public static string List(IEnumerable<ManifestLoss> losses) =>
        Join(losses.GroupBy(loss => loss.Reason).Select(group => Count(group.Key, Sum(group))));

    /// <summary>Formats the losses of a recorder; empty if the list is empty.</summary>
    public static string List(IEnumerable<KeyValuePair<LossReason, long>> losses) =>
        Join(losses.Select(loss => Count(loss.Key, loss.Value)));

    /// <summary>
    /// Returns the losses of the runtime's events. Those of other records are listed with their lane, and not here too.
    /// </summary>
    public static IReadOnlyList<ManifestLoss> OfEvents(IEnumerable<ManifestLoss> losses) =>
        [.. losses.Where(loss => loss.Lane is null)];

    /// <summary>Returns what to write where no event is lost: other records may be.</summary>
    public static string None(SnapshotManifest? manifest) =>
        manifest is null || manifest.Lanes.All(lane => LaneText.Missing(lane).Length == 0)
            ? "nothing lost"
            : "no events lost";

    /// <summary>Sums the counts without overflow: a file may contain any numbers.</summary>
    public static long Sum(IEnumerable<ManifestLoss> losses) =>
        (long)Math.Clamp(losses.Sum(loss => (double)loss.Count), -1e18, 1e18);

    private static string Count(LossReason reason, long count) => reason switch
    {
        LossReason.RuntimeDropped => Page.Counted(count, "dropped event"),
        LossReason.ThreadEnded => Page.Counted(count, "thread") + " that dropped events before ending",
        LossReason.Malformed => Page.Counted(count, "unreadable stream"),
        LossReason.Truncated => Page.Counted(count, "truncated byte"),
        LossReason.Evicted => Page.Counted(count, "evicted event"),
        LossReason.SymbolsForgotten => Page.Counted(count, "discarded symbol name"),
        LossReason.CarriedForgotten => Page.Counted(count, "discarded one-time event"),
        LossReason.WaitsForgotten => Page.Counted(count, "discarded wait"),
        LossReason.RecorderPaused => Page.Counted(count, "gap") + " while the recorder was paused",
        LossReason.NamesMissing => Page.Counted(count, "method address") + " without a name",
        LossReason.ProfileChanged => Page.Counted(count, "gap") + " at a change of the profile",
        LossReason.Disconnected => Page.Counted(count, "gap") + " while disconnected",
        LossReason.GenerationGap => Page.Counted(count, "missing generation"),
        LossReason.GenerationBroken => Page.Counted(count, "broken generation"),
        LossReason.GenerationTooLarge => Page.Counted(count, "oversized generation"),
        LossReason.SamplesDropped => Page.Counted(count, "dropped sample"),
        LossReason.SamplingPaused => Page.Counted(count, "pause") + " of the sampling",
        LossReason.ProcessReplaced => Page.Counted(count, "record") + " of a process that was replaced",
        LossReason.NotReceived => "the last events before the request",
        _ => $"{NumberFormat.Count(count)} of an unknown reason",
    };

    private static string Join(IEnumerable<string> counts) => string.Join(", ", counts);
}
