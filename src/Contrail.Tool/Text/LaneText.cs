using System.Globalization;

namespace Contrail.Tool.Text;

/// <summary>Describes what a snapshot has in addition to the runtime's events.</summary>
internal static class LaneText
{
    private const int MaxReasonChars = 200;

    /// <summary>Returns the contents of a lane in one line.</summary>
    public static string Describe(ManifestLane lane)
    {
        string rate = lane.PeriodSeconds is > 0 and var period
            ? string.Create(CultureInfo.InvariantCulture, $", {1 / period:F0} per second and processor")
            : "";
        string missing = Missing(lane);
        string range = lane.ToUtc > lane.FromUtc
            ? $", {TimeFormat.Time(lane.FromUtc)} to {TimeFormat.Time(lane.ToUtc)}"
            : "";
        return $"{NameOf(lane.Kind)}: {NumberFormat.Count(lane.Records)}{rate}{range}"
            + (missing.Length > 0 ? "; " + missing : "");
    }

    /// <summary>
    /// Returns what a lane lacks, with its name, for a line about a snapshot; empty if nothing is known to be missing.
    /// The reason why there is no record at all is reported when the recording starts.
    /// </summary>
    public static string Shortly(ManifestLane lane) =>
        lane is { Records: 0, IncompleteBecause: not null } ? $"no {NameOf(lane.Kind)}"
        : Missing(lane) is { Length: > 0 } missing ? $"{NameOf(lane.Kind)}: {missing}"
        : "";

    /// <summary>Returns what a lane lacks; empty if nothing is known to be missing.</summary>
    public static string Missing(ManifestLane lane) => string.Join("; ", new[]
    {
        lane.IncompleteBecause is { } because
            ? (lane.Records > 0 ? "incomplete: " : "") + TerminalSanitizer.Clean(because, MaxReasonChars)
            : "",
        lane.Lost > 0 ? $"{NumberFormat.Count(lane.Lost)} evicted: the memory limit was reached" : "",
        lane.Dropped > 0 ? $"{NumberFormat.Count(lane.Dropped)} of all processes dropped by the kernel" : "",
        lane.Replaced > 0
            ? $"{NumberFormat.Count(lane.Replaced)} of the process before {TimeFormat.Time(lane.FromUtc)} discarded"
            : "",
        lane.Pauses > 0 ? $"the kernel paused {Page.Counted(lane.Pauses, "time")}" : "",
    }.Where(part => part.Length > 0));

    /// <summary>Returns the name of the records of a kind.</summary>
    public static string NameOf(LaneKind kind) => kind switch
    {
        LaneKind.CpuSamples => "CPU samples",
        LaneKind.Figures => "figures of the operating system",
        LaneKind.OffCpu => "times off the processors",
        _ => "records of a kind that this version does not know",
    };
}
