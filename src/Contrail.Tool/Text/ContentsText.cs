using Contrail.Core.Files;
using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>
/// Describes a file without interpreting its events: the verdict and the manifest next to it.
/// </summary>
internal static class ContentsText
{
    private const int LossesShown = 20;
    private const int MaxReasonChars = 200;
    private const int MaxSuffixChars = 40;
    private const string NoTimeOfDay = "time of day: not in the file";

    /// <param name="console">Where to write.</param>
    /// <param name="fileName">The name of the file.</param>
    /// <param name="verdict">What a reading of it showed.</param>
    /// <param name="manifest">The manifest next to it; null if there is none.</param>
    public static void Write(
        IAnsiConsole console, string fileName, TraceVerdict verdict, SnapshotManifest? manifest)
    {
        Page page = new();
        if (manifest is not null)
        {
            AddHead(page, manifest);
            AddManifest(page, manifest);
            AddLanes(page, fileName, manifest);
        }
        else
        {
            string range = verdict.RangeUtc is { } utc
                ? $"{TimeFormat.Day(utc.FirstUtc)} to {TimeFormat.Time(utc.LastUtc)} (all times are UTC)"
                : NoTimeOfDay;
            page.Add("Window", verdict.WindowSeconds is { } seconds
                ? $"{NumberFormat.Seconds(seconds)}, {range}"
                : "no complete generation");
            page.Add("Manifest", "none next to the file");
        }

        page.Add(
            "File",
            $"{(verdict.IsComplete ? "complete" : "DAMAGED")}, {NumberFormat.Bytes(verdict.Bytes)}, {verdict.Format}",
            verdict.IsComplete ? Tone.Usual : Tone.Warning);
        foreach (Finding finding in verdict.Findings)
        {
            page.More($"at byte {NumberFormat.Count(finding.Offset)}: {FindingText.Of(finding)}", Tone.Warning);
        }

        page.Add("Contents", $"{Page.Counted(verdict.Events, "event")}, "
            + $"{Page.Counted(verdict.Generations ?? 0, "generation")} in {Page.Counted(verdict.Frames, "frame")}");
        page.Write(console);
    }

    private static void AddHead(Page page, SnapshotManifest manifest)
    {
        string name = manifest.Process.Name.Length > 0 ? manifest.Process.Name + ", " : "";
        page.Add("Source", name + manifest.Format);
        page.Add(
            "Window",
            $"{NumberFormat.Seconds(manifest.WindowSeconds)} of {NumberFormat.Seconds(manifest.PeriodSeconds)} "
                + "requested"
                + (manifest.ShorterBecause is { } why ? ": " + why : ""),
            manifest.ShorterBecause is null ? Tone.Usual : Tone.Warning);
        page.More(manifest is { FirstUtc: { } first, LastUtc: { } last }
            ? $"{TimeFormat.Day(first)} to {TimeFormat.Time(last)} (all times are UTC)"
            : NoTimeOfDay);
    }

    /// <summary>Adds the end of the snapshot, its losses, and the reason for it.</summary>
    public static void AddManifest(Page page, SnapshotManifest manifest)
    {
        bool passed = manifest.RequestCoverage is RequestCoverage.Marker or RequestCoverage.Flushed;
        page.Add(
            "Up to",
            UpTo(manifest.RequestCoverage),
            passed ? Tone.Usual : Tone.Warning);
        AddLosses(page, manifest);
        page.Add("Reason", manifest.Reason);
    }

    private static void AddLanes(Page page, string fileName, SnapshotManifest manifest)
    {
        InfoText.AddLanes(page, manifest.Lanes);
        if (manifest.LanesMissingBecause is { } because)
        {
            page.Add(
                "Machine", $"not recorded: {TerminalSanitizer.Clean(because, MaxReasonChars)}", Tone.Warning);
        }
        else if (manifest.LaneFile is { } suffix && manifest.Lanes.Count > 0)
        {
            page.More($"in {NumberFormat.OneLine(fileName + TerminalSanitizer.Clean(suffix, MaxSuffixChars))}");
        }
    }

    private static string UpTo(RequestCoverage coverage) => coverage switch
    {
        RequestCoverage.Marker or RequestCoverage.Flushed => "the request",
        RequestCoverage.Torn => "the last complete generation: later events are missing",
        RequestCoverage.TimedOut => "some moment before the request: the generation did not arrive in time",
        _ => "an unknown moment before the request",
    };

    private static void AddLosses(Page page, SnapshotManifest manifest)
    {
        IReadOnlyList<ManifestLoss> losses = LossCounts.OfEvents(manifest.Losses);
        bool isNothing = losses.Count == 0;
        string none = manifest.LossesMayBeMore ? "no known losses" : LossCounts.None(manifest);
        page.Add("Losses", isNothing ? none : LossCounts.List(losses), isNothing
            ? Tone.Usual
            : Tone.Warning);
        foreach (ManifestLoss loss in losses.Take(LossesShown))
        {
            string detail = loss.Detail is { } words ? $" ({words})" : "";
            page.More($"{LossCounts.List([loss])}{detail}, {TimeFormat.Time(loss.FromUtc)}", Tone.Warning);
        }

        if (losses.Count > LossesShown)
        {
            page.More($"and {Page.Counted(losses.Count - LossesShown, "more loss")}", Tone.Warning);
        }
    }
}
