using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Machine;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Machine;

/// <summary>Threads that touch memory whose pages have to be read from storage first.</summary>
internal static class MajorFaultsRule
{
    /// <summary>A start reads its modules; a process in full run has none.</summary>
    private const double MinFaults = 20;
    private const double ManyFaults = 500;
    private const double MinStalled = 0.05;
    private const double FullShare = 0.97;

    /// <summary>With fewer, chance can show another place.</summary>
    private const double MinPlaceCount = 5;
    private const double MinPlaceShare = 0.5;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "major-faults", "memory that has to be read from storage", ModelNeeds.Figures,
        [MachineView.Description, OffCpuView.Description], Examine)
    {
        Recording = "--figures on",
        AnswerGap = MachineRows.Needs(
            (FigureSource.Process, "MajorFaults")),
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        if (MachineRows.Longest(
            trace, MachineCharts.Memory, row => row.Number("majorFaults") >= MinFaults, "majorFaults") is { } stretch
            && IsFelt(trace, stretch))
        {
            yield return WithCode(trace, Of(trace, stretch));
        }
    }

    // Fast storage answers faults before a thread notices: they count if something waited, or if they are many.
    private static bool IsFelt(ExaminedTrace trace, Stretch stretch) =>
        stretch.Mean("majorFaults") >= ManyFaults || StalledOf(trace, stretch) >= MinStalled
            || BlockedOf(trace, stretch).Any();

    private static double StalledOf(ExaminedTrace trace, Stretch stretch) =>
        Math.Max(stretch.Mean("hostStalled"), MachineRows.During(trace, MachineCharts.Io, stretch.Range)
            .Select(row => row.Number("hostStalled")).DefaultIfEmpty().Average());

    private static IEnumerable<ExaminedRow> BlockedOf(ExaminedTrace trace, Stretch stretch) =>
        MachineRows.During(trace, MachineCharts.Threads, stretch.Range).Where(row => row.Number("blocked") > 0);

    private static Finding WithCode(ExaminedTrace trace, Finding finding)
    {
        ExaminedRow? place = trace.FirstRow(OffCpuView.Description, OffCpuView.FaultsName);
        string code = place is null ? "" : trace.CodeOf(place.Stack("stack"));
        if (place is null || code.Length == 0 || place.Number("count") < MinPlaceCount
            || place.Number("share") < MinPlaceShare)
        {
            return trace.IsRecorded(ModelNeeds.OffCpuTimes)
                ? finding with
                {
                    Surer = "Take the snapshot while it lasts: blocked threads were recorded, and too few in code "
                        + "that waits for memory to name it.",
                }
                : finding;
        }

        return finding with
        {
            Headline = $"{finding.Headline} {code} waits for most of it.",
            Involved = [code],
            Stack = place.Stack("stack"),
            Reason = "The kernel counts accesses to memory for which it has to read storage, and blocked threads show "
                + "the code: it was blocked outside of system calls.",
            Surer = "",
            Evidence =
            [
                .. finding.Evidence,
                place.Evidence("total", $"time that {code} was blocked without a system call, while that was recorded"),
                place.Evidence("share", "of such time of all code"),
            ],
        };
    }

    private static Finding Of(ExaminedTrace trace, Stretch stretch)
    {
        ExaminedRow worst = stretch.Peak("majorFaults");
        (string culprit, string why, string next) = CauseOf(trace, stretch, worst);
        double faults = stretch.Mean("majorFaults");
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"Memory has to be read from storage: {ViewText.Count(faults)} major faults each second for "
                + $"{stretch.Seconds:0.#} s, because {why}.",
            Culprit = culprit,
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Reason = "The kernel counts accesses to memory for which it has to read storage; which code makes them is "
                + "not recorded.",
            Impact = Math.Min(1, Math.Max(faults / ManyFaults, StalledOf(trace, stretch))),
            Range = stretch.Range,
            Evidence = [.. EvidenceOf(trace, stretch, worst)],
            Surer = "Record with --cpu-burst 2s --off-cpu: it shows the code that waits for the memory.",
            NextStep = next,
        };
    }

    private static (string Culprit, string Why, string NextStep) CauseOf(
        ExaminedTrace trace, Stretch stretch, ExaminedRow worst)
    {
        if (stretch.Mean("swap") > 0)
        {
            return ("swap", $"{ViewText.Bytes(worst.Number("swap"))} of the process are in swap",
                "Give the machine or the container more memory, or turn swap off for it.");
        }

        if (worst.IsKnown("limit") && worst.Number("group") >= FullShare * worst.Number("limit"))
        {
            return ("the memory limit of the control group",
                $"the control group is at its limit of {ViewText.Bytes(worst.Number("limit"))}, and the kernel drops "
                    + "pages of files that are used again",
                "Raise the limit of the container (limits.memory, --memory), or map and read less at once.");
        }

        return ("files that are not in memory", "pages of mapped files are not in memory",
            "Look at the free memory of the machine, and at files that are mapped or read for the first time.");
    }

    private static IEnumerable<Evidence> EvidenceOf(ExaminedTrace trace, Stretch stretch, ExaminedRow worst)
    {
        yield return worst.Evidence("majorFaults", "major faults each second, at the most");
        foreach (string column in (string[])["group", "limit", "swap"])
        {
            if (worst.IsKnown(column) && worst.Number(column) > 0)
            {
                yield return worst.Evidence(column, column switch
                {
                    "group" => "memory of the control group, with pages of files",
                    "limit" => "limit of the control group",
                    _ => "memory of the process in swap",
                });
            }
        }

        ExaminedRow[] io = [.. MachineRows.During(trace, MachineCharts.Io, stretch.Range)];
        if (io.MaxBy(row => row.Number("storageRead")) is { } read && read.IsKnown("storageRead"))
        {
            yield return read.Evidence("storageRead", "read from storage each second, at the most");
        }

        if (io.MaxBy(row => row.Number("hostStalled")) is { } stalled && stalled.IsKnown("hostStalled"))
        {
            yield return stalled.Evidence("hostStalled", "of the time something on the machine waited for storage");
        }

        if (BlockedOf(trace, stretch).MaxBy(row => row.Number("blocked")) is { } blocked)
        {
            yield return blocked.Evidence("blocked", "threads of the process were blocked in the kernel");
        }
    }
}
