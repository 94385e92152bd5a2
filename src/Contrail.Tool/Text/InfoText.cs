using System.Globalization;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Capture;
using Spectre.Console;

namespace Contrail.Tool.Text;

/// <summary>Writes the facts of a file as a page of text: first those that identify it and show its completeness.
/// </summary>
internal static class InfoText
{
    /// <summary>A recording has three or four sessions.</summary>
    private const int MaxSessions = 10;

    /// <summary>More than there are kinds, because a manifest may contain any.</summary>
    private const int MaxLanes = 8;

    public static void Write(IAnsiConsole console, TraceFileFacts facts, long fileBytes)
    {
        Page page = new();
        AddHead(page, facts);
        AddManifest(page, facts, fileBytes);
        page.Gap().Add("Contents", $"{Page.Counted(facts.Events, "event")}, "
            + $"{NumberFormat.Count(facts.EventsAdded)} of them added by the recorder; "
            + $"{Page.Counted(facts.Frames, "frame")}, {Page.Counted(facts.Generations, "generation")}");
        if (facts.Manifest is not null)
        {
            page.More($"Time from the first to the last event of the process: "
                + $"{NumberFormat.Seconds(facts.EventsSeconds)}");
        }

        page.Write(console);
    }

    /// <summary>Adds the process and the time range.</summary>
    public static void AddHead(Page page, TraceFileFacts facts)
    {
        SnapshotManifest? manifest = facts.Manifest;
        page.Add("Process", ProcessLine(facts, manifest));
        string range = facts is { FirstUtc: { } first, LastUtc: { } last }
            ? $"{TimeFormat.Day(first)} to {TimeFormat.Time(last)} (all times are UTC)"
            : facts.Trace.IsUtcKnown || facts.EventsSeconds == 0 ? "no event of the process"
            : "at an unknown time: the file's start time is invalid";
        if (manifest is null)
        {
            bool hasNone = facts.FirstUtc is null && facts.Trace.IsUtcKnown;
            page.Add("Window", hasNone ? range : $"{NumberFormat.Seconds(facts.WindowSeconds)}, {range}");
            return;
        }

        bool isShorter = manifest.ShorterBecause is not null;
        page.Add(
            "Window",
            $"{NumberFormat.Seconds(manifest.WindowSeconds)} of {NumberFormat.Seconds(manifest.PeriodSeconds)} "
                + "requested"
                + (isShorter ? ": " + manifest.ShorterBecause : ""),
            isShorter ? Tone.Warning : Tone.Usual);
        page.More(range);
        if (manifest.ClockStepped is { } step)
        {
            page.More(TimeFormat.Step(step), Tone.Warning);
        }
    }

    /// <summary>Adds the covered part of the recording, the losses, and the origin.</summary>
    public static void AddManifest(Page page, TraceFileFacts facts, long fileBytes)
    {
        AddUpTo(page, facts);
        AddLosses(page, facts);
        AddLanes(page, facts.Manifest?.Lanes ?? []);
        AddProfiles(page, facts.Manifest?.Profiles ?? []);
        AddFile(page, facts, fileBytes);
        if (facts.Repair is { } repair)
        {
            page.Add("Repaired", RepairText.Describe(repair), Tone.Warning);
        }

        if (facts.Manifest is { } manifest)
        {
            AddOrigin(page.Gap(), manifest);
        }
        else if (facts.Process is { CommandLine.Length: > 0 } process)
        {
            page.Add("Command", process.CommandLine);
        }
    }

    private static string ProcessLine(TraceFileFacts facts, SnapshotManifest? manifest)
    {
        if (facts.Processes.Count > 1)
        {
            return ProcessesLine(facts.Processes);
        }

        string pid = Pid(facts.Process?.Id ?? facts.Trace.ProcessId);
        if (facts.Process is not { } process)
        {
            return pid + "; the file does not contain its name";
        }

        string version = process.RuntimeVersion.Length > 0 ? ".NET " + process.RuntimeVersion : "";
        string system = $"{process.OperatingSystem} {process.Architecture}".Trim();
        string host = manifest is { Host.Name.Length: > 0 } ? "on " + manifest.Host.Name : "";
        string line = string.Join(
            ", ", new[] { process.Name, pid, version, system, host }.Where(part => part.Length > 0));
        return process.Name.Length > 0 ? line : line + "; the file does not contain its name";
    }

    private static string ProcessesLine(IReadOnlyList<TracedProcess> processes)
    {
        const int MaxShown = 3;
        IEnumerable<string> most = processes.OrderByDescending(process => process.Events).Take(MaxShown)
            .Select(process => process.Name.Length > 0 ? $"{process.Name} ({process.Id})" : Pid(process.Id));
        return $"{Page.Counted(processes.Count, "process")}; most events: {string.Join(", ", most)}";
    }

    private static void AddUpTo(Page page, TraceFileFacts facts)
    {
        if (facts.Manifest is not { } manifest)
        {
            page.Add(
                "Manifest",
                facts.Repair is not null ? "none: the repaired file had none, or it was in the part that was dropped"
                : facts.Complete ? "none: Contrail did not write this file"
                : "none: the end of the file, which contains it, is missing");
            return;
        }

        bool isUpToRequest = manifest.RequestCoverage is RequestCoverage.Marker or RequestCoverage.Flushed;
        page.Add("Up to", UpTo(manifest), isUpToRequest ? Tone.Usual : Tone.Warning);
        if (manifest is { Source: SourceState.Torn, EndedHow: { } how })
        {
            page.More(TerminalSanitizer.Clean(how, MaxReasonChars), Tone.Warning);
        }
    }

    private const int MaxReasonChars = 200;

    private static string UpTo(SnapshotManifest manifest) => manifest.RequestCoverage switch
    {
        RequestCoverage.Marker => "the request: the file contains the event that marks it",
        RequestCoverage.Flushed => "the request: the runtime has flushed since then",
        RequestCoverage.TimedOut => "some moment before the request: the runtime did not flush in time",
        RequestCoverage.Torn => "the last flush: the 100 ms or more after it are missing",
        RequestCoverage.Unknown when manifest.Source == SourceState.Unknown =>
            "the last event in the file: later events may exist",
        RequestCoverage.Unknown => "an unknown moment before the request: no flush was observed, or the stream lagged",
        _ => "an unknown moment",
    } + manifest.Source switch
    {
        SourceState.Open => "",
        SourceState.Ended => "; the process had exited",
        SourceState.Torn when manifest.RequestCoverage == RequestCoverage.Torn => "",
        SourceState.Torn => "; the stream was interrupted",
        SourceState.Unknown => "; the file does not show whether the process had exited",
        SourceState.Malformed => "; the rest of the stream could not be read",
        _ => "; the format of the stream is not read",
    };

    private static void AddLosses(Page page, TraceFileFacts facts)
    {
        IReadOnlyList<string> lines = LossText.Describe(facts);
        bool isNothing = LossCounts.OfEvents(facts.Losses).Count == 0 && lines.Count == 1 && facts.EventsLost == 0;
        Tone tone = isNothing ? Tone.Usual : Tone.Warning;
        page.Add("Losses", lines[0], tone);
        foreach (string line in lines.Skip(1))
        {
            page.More(line, tone);
        }
    }

    /// <summary>Adds what was recorded in addition to the runtime's events.</summary>
    public static void AddLanes(Page page, IReadOnlyList<ManifestLane> lanes)
    {
        foreach ((int index, ManifestLane lane) in lanes.Take(MaxLanes).Index())
        {
            Tone tone = LaneText.Missing(lane).Length > 0 ? Tone.Warning : Tone.Usual;
            if (index == 0)
            {
                page.Add("Machine", LaneText.Describe(lane), tone);
            }
            else
            {
                page.More(LaneText.Describe(lane), tone);
            }
        }
    }

    // A profile that never changed is listed with the sessions.
    private static void AddProfiles(Page page, IReadOnlyList<ManifestProfile> profiles)
    {
        if (profiles.Count == 0 || (profiles.Count == 1 && profiles[0].Because is null))
        {
            return;
        }

        page.Add("Profiles", ProfileText.Describe(profiles[0]), Tone.Warning);
        foreach (ManifestProfile profile in profiles.Skip(1).Take(MaxSessions))
        {
            page.More(ProfileText.Describe(profile), Tone.Warning);
        }
    }

    private static void AddFile(Page page, TraceFileFacts facts, long fileBytes)
    {
        string size = NumberFormat.Bytes(fileBytes);
        if (facts.Fault is not { } fault)
        {
            page.Add("File", $"complete, {size}, {facts.Format} {facts.FormatVersion}");
            return;
        }

        page.Add(
            "File",
            $"TORN at byte {NumberFormat.Count(fault.Offset)} of {NumberFormat.Count(fileBytes)}: "
                + TraceFaultText.Of(fault),
            Tone.Warning);
        page.More("only the part before that is counted here");
    }

    private static void AddOrigin(Page page, SnapshotManifest manifest)
    {
        page.Add("Reason", manifest.Reason);
        page.More($"requested at {TimeFormat.Day(manifest.RequestedUtc)}");
        if (manifest.Process.CommandLine.Length > 0)
        {
            page.Add("Command", manifest.Process.CommandLine);
        }

        string names = manifest.Symbols.Rundown switch
        {
            RundownOutcome.NotNeeded => "all, from the first instruction",
            RundownOutcome.Done when manifest.Symbols.Methods == 0 =>
                "none: the rundown lists no methods, as for a program compiled ahead of time (NativeAOT)",
            RundownOutcome.Done when manifest.Symbols.RundownSeconds == 0 => "all, after a complete rundown",
            RundownOutcome.Done => $"all, after a rundown of {NumberFormat.Seconds(manifest.Symbols.RundownSeconds)}",
            RundownOutcome.Never => "only of methods compiled since the recorder attached",
            RundownOutcome.Failed =>
                "only of methods compiled since the recorder attached: the rundown failed and is repeated",
            RundownOutcome.Pending =>
                "only of methods compiled since the recorder attached: the rundown had not ended yet",
            _ => "unknown: the source file does not contain whether a rundown was complete",
        };
        page.Add("Names", $"{names}; {Page.Counted(manifest.Symbols.Methods, "method")} known");
        if (ProviderText.Silent(manifest) is { } silent)
        {
            page.Add("Providers", silent, Tone.Warning);
        }

        page.Add("Recorder", $"{manifest.Recorder}, {NumberFormat.Bytes(manifest.HeldBytes)} held of "
            + NumberFormat.Bytes(manifest.MaxBytes));
        foreach (string session in manifest.Sessions.Take(MaxSessions))
        {
            page.More("session " + session, Tone.Quiet);
        }
    }

    // The recorder was in another pid namespace.
    private static string Pid(int id) =>
        id > 0 ? string.Create(CultureInfo.InvariantCulture, $"pid {id}") : "pid not visible to the recorder";
}
