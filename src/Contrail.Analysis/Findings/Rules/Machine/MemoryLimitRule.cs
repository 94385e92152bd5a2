using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Machine;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Machine;

/// <summary>A control group whose memory limit is near, or that the kernel enforced by ending a process.</summary>
internal static class MemoryLimitRule
{
    private const double NearShare = 0.9;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "memory-limit", "a memory limit that is near or exceeded", ModelNeeds.Figures,
        [MachineView.Description], Examine)
    {
        Recording = "--figures on",
        AnswerGap = MachineRows.Needs(
            (FigureSource.Process, "AnonymousBytes"), (FigureSource.Cgroup, "MemoryLimit")),
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        if (MachineRows.Figures(trace, FigureSource.Cgroup, "OomKills")
            .FirstOrDefault(row => row.Number("change") > 0) is { } kills)
        {
            yield return OfKills(trace, kills);
        }
        else if (MachineRows.Longest(
            trace, MachineCharts.Memory, row => OwnOf(row) >= NearShare * row.Number("limit"),
            "anonymous", "limit") is { } stretch)
        {
            yield return OfNear(stretch);
        }
    }

    // Pages of files are dropped when memory is short: a group that reads files always fills its limit with them.
    private static double OwnOf(ExaminedRow row) => row.Number("anonymous") + row.Number("shared");

    private static Finding OfKills(ExaminedTrace trace, ExaminedRow kills)
    {
        string group = kills.Text("subject");
        ExaminedRow? limit = MachineRows.OfSameGroup(trace, kills, "MemoryLimit");
        string size = limit?.IsKnown("last") == true ? $" of {ViewText.Bytes(limit.Number("last"))}" : "";
        double count = kills.Number("change");
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"The kernel ended {ViewText.Count(count)} {(count == 1 ? "process" : "processes")} of the "
                + $"control group: its memory limit{size} was exceeded.",
            Culprit = LimitOf(group),
            Severity = FindingSeverity.Critical,
            Confidence = FindingConfidence.High,
            Reason = "The kernel counts the processes that it ends for lack of memory; which one it was is not "
                + "recorded.",
            Impact = 1,
            Evidence =
            [
                kills.Evidence("change", "processes that the kernel ended"),
                .. limit is null ? Array.Empty<Evidence>() : [limit.Evidence("last", "limit of the control group")],
                .. MachineRows.OfSameGroup(trace, kills, "MemoryBytes") is { } used
                    ? (Evidence[])[used.Evidence("max", "memory of the control group, at the most")]
                    : [],
            ],
            NextStep = "Raise the limit of the container (limits.memory, --memory), or use less memory.",
        };
    }

    private static Finding OfNear(Stretch stretch)
    {
        ExaminedRow worst = stretch.Rows.MaxBy(row => OwnOf(row) / row.Number("limit"))!;
        double share = OwnOf(worst) / worst.Number("limit");
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"The memory limit is near: of {ViewText.Bytes(worst.Number("limit"))} that the control group "
                + $"may use, this process has {ViewText.Bytes(OwnOf(worst))} ({ViewText.Percent(share)}) that the "
                + "kernel cannot drop.",
            Culprit = LimitOf(""),
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Reason = "Memory that is not of files is compared with the limit. At the limit the kernel ends the "
                + "process.",
            Impact = Math.Min(1, share),
            Range = stretch.Range,
            Evidence =
            [
                worst.Evidence("limit", "limit of the control group"),
                worst.Evidence("anonymous", "memory of the process that is not of files"),
                worst.Evidence("shared", "shared memory of the process, such as double mapped code"),
                worst.Evidence("group", "memory of the control group, with pages of files"),
                .. worst.IsKnown("managedHeap")
                    ? (Evidence[])[worst.Evidence("managedHeap", "of which the managed heap, after collections")]
                    : [],
            ],
            NextStep = "Raise the limit of the container (limits.memory, --memory), or use less memory: contrail view "
                + "machine FILE shows whether the managed heap or native memory has it.",
        };
    }

    private static string LimitOf(string group) =>
        group.Length > 0 ? $"the memory limit of {group}" : "the memory limit of the control group";
}
