using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Summary;

namespace Contrail.Tool.Text;

/// <summary>Describes a section that counts no events, and the part of the window that a section covers.</summary>
internal static class CoverageText
{
    private const int ProfilesShown = 3;
    private const int MaxNameChars = 40;

    /// <summary>Returns the line of a section without events.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="kind">The kind of record of the section.</param>
    /// <param name="none">The text for a section that is known to be empty.</param>
    public static string Nothing(TraceSummary summary, ModelNeeds kind, string none)
    {
        Coverage coverage = summary.Coverage.Of(kind);
        return coverage.State switch
        {
            CoverageState.NotRecorded => "not recorded" + Profiles(summary.Facts.Manifest),
            CoverageState.Unknown =>
                "unknown: the file contains no such event and does not show whether it was recorded",
            CoverageState.Partial => none + Part(summary, coverage),
            _ when HasLosses(summary) => none + " in the events that were kept (see Losses)",
            _ => none,
        };
    }

    /// <summary>Adds a line to a section with events that does not cover the whole window.</summary>
    public static void AddPart(Page page, TraceSummary summary, ModelNeeds kind)
    {
        Coverage coverage = summary.Coverage.Of(kind);
        if (coverage is { State: CoverageState.Partial, RecordedSeconds: not null })
        {
            page.More("recorded" + Part(summary, coverage), Tone.Warning);
        }
        else if (coverage.State != CoverageState.Whole && HasSteps(summary.Facts.Manifest))
        {
            page.More("the profile changed: the recorded part of the window is unknown", Tone.Warning);
        }
    }

    private static string Part(TraceSummary summary, Coverage coverage) =>
        coverage.RecordedSeconds is { } seconds
        ? $" in {NumberFormat.Seconds(seconds)} of {NumberFormat.Seconds(summary.Facts.WindowSeconds)}: the "
            + "profile changed"
        : coverage.IsOfSomeSources ? " from the recorded event sources"
        : " in the recorded part of the window, which is unknown";

    private static bool HasLosses(TraceSummary summary) =>
        LossCounts.OfEvents(summary.Facts.Losses).Count > 0
        || summary.Facts is { Complete: false } or { Manifest.LossesMayBeMore: true };

    private static bool HasSteps(SnapshotManifest? manifest) => manifest is { Profiles.Count: > 1 };

    private static string Profiles(SnapshotManifest? manifest)
    {
        string[] names =
        [
            .. (manifest?.Profiles ?? []).Select(one => one.Profile).Distinct().Take(ProfilesShown)
                .Select(name => $"'{TerminalSanitizer.Clean(name, MaxNameChars)}'"),
        ];
        return names.Length switch
        {
            0 => "",
            1 => $": the profile {names[0]} does not include these events",
            _ => $": the profiles {string.Join(", ", names)} do not include these events",
        };
    }
}
