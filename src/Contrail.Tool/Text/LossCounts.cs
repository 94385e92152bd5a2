
namespace Contrail.Tool.Text;

/// <summary>Formats losses as a short list, each with its count and unit.</summary>
internal static class LossCounts
{
    private const int MaxReasonChars = 40;

    /// <summary>Formats the losses of a snapshot; empty if the list is empty.</summary>
    public static string List(IEnumerable<ManifestLoss> losses) =>
        Join(losses.GroupBy(loss => loss.Reason).Select(group => Count(group.Key, Sum(group))));

    /// <summary>Formats the losses of a recorder; empty if the list is empty.</summary>
    public static string List(IEnumerable<KeyValuePair<LossReason, long>> losses) =>
        Join(losses.Select(loss => Count(NameOf(loss.Key), loss.Value)));

    /// <summary>Sums the counts without overflow: a file may contain any numbers.</summary>
    public static long Sum(IEnumerable<ManifestLoss> losses) =>
        (long)Math.Clamp(losses.Sum(loss => (double)loss.Count), -1e18, 1e18);

    private static string Count(string reason, long count) => reason switch
    {
        "runtimeDropped" => Page.Counted(count, "dropped event"),
        "threadEnded" => Page.Counted(count, "thread") + " that dropped events before ending",
        "malformed" => Page.Counted(count, "unreadable stream"),
        "truncated" => Page.Counted(count, "truncated byte"),
        "evicted" => Page.Counted(count, "evicted event"),
        "symbolsForgotten" => Page.Counted(count, "discarded symbol name"),
        "carriedForgotten" => Page.Counted(count, "discarded one-time event"),
        "waitsForgotten" => Page.Counted(count, "discarded wait"),
        "recorderPaused" => Page.Counted(count, "gap") + " while the recorder was paused",
        "namesMissing" => Page.Counted(count, "method address") + " without a name",
        "profileChanged" => Page.Counted(count, "gap") + " at a change of the profile",
        "disconnected" => Page.Counted(count, "gap") + " while disconnected",
        "generationGap" => Page.Counted(count, "missing generation"),
        "generationBroken" => Page.Counted(count, "broken generation"),
        "generationTooLarge" => Page.Counted(count, "oversized generation"),
        "notReceived" => "the last events before the request",
        _ => $"{NumberFormat.Count(count)} of {TerminalSanitizer.Clean(reason, MaxReasonChars)}",
    };

    private static string Join(IEnumerable<string> counts) => string.Join(", ", counts);

    // As in manifests.
    private static string NameOf(LossReason reason)
    {
        string name = reason.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
