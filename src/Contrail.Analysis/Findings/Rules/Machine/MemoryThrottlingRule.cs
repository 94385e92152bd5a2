using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Machine;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Machine;

/// <summary>A control group above its <c>memory.high</c>, whose threads the kernel stops to reclaim memory.</summary>
internal static class MemoryThrottlingRule
{
    private const double MinEvents = 1;

    /// <summary>A group that reads files is often above it: pages of files are dropped, and nothing waits.</summary>
    private const double MinStalled = 0.05;
    private const double MuchStalled = 0.2;
    private const double NearShare = 0.9;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "memory-throttling", "a control group that the kernel slows down at memory.high", ModelNeeds.Figures,
        [MachineView.Description], Examine)
    {
        Recording = "--figures on, in a control group of version 2",
        AnswerGap = MachineRows.Needs(
            (FigureSource.Cgroup, "MemoryHigh"), (FigureSource.Cgroup, "MemoryHighEvents")),
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        if (MachineRows.Longest(
            trace, MachineCharts.Memory, row => row.Number("highEvents") >= MinEvents && IsFelt(row),
            "high", "highEvents") is { } stretch && GroupOf(trace) is { } group)
        {
            yield return Of(trace, stretch, group);
        }
    }

    private static bool IsFelt(ExaminedRow row) => row.IsKnown("highStalled")
        ? row.Number("highStalled") >= MinStalled
        : row.Number("anonymous") + row.Number("shared") >= NearShare * row.Number("high");

    // The one that the chart shows: the nearest that was above its limit.
    private static ExaminedRow? GroupOf(ExaminedTrace trace) =>
        MachineRows.Figures(trace, FigureSource.Cgroup, "MemoryHigh").FirstOrDefault(row => row.IsKnown("last")
            && MachineRows.OfSameGroup(trace, row, "MemoryHighEvents")?.Number("change") > 0);

    private static Finding Of(ExaminedTrace trace, Stretch stretch, ExaminedRow group)
    {
        ExaminedRow worst = stretch.Peak("highEvents");
        bool isMeasured = worst.IsKnown("highStalled");
        double stalled = stretch.Mean("highStalled");
        bool isOwn = MachineRows.OfSameGroup(trace, group, "Level")?.Number("last") is null or 0;
        string name = group.Text("subject");
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"The control group is above its memory.high of {ViewText.Bytes(worst.Number("high"))}: the "
                + $"kernel stopped its threads {ViewText.Count(stretch.Mean("highEvents"))} times each second for "
                + $"{stretch.Seconds:0.#} s to reclaim memory"
                + (isMeasured ? $", and something waited for it {ViewText.Percent(stalled)} of the time." : "."),
            Culprit = name.Length > 0 ? $"memory.high of {name}" : "memory.high of the control group",
            Severity = !isMeasured || stalled >= MuchStalled ? FindingSeverity.Warning : FindingSeverity.Info,
            Confidence = isMeasured && isOwn ? FindingConfidence.High : FindingConfidence.Medium,
            Reason = ReasonOf(isMeasured, isOwn),
            Impact = isMeasured ? stalled : MuchStalled,
            Range = stretch.Range,
            Evidence =
            [
                worst.Evidence("high", "memory.high of the control group"),
                worst.Evidence("highEvents", "times each second that it was above, at the most"),
                .. MachineRows.If(worst, "highStalled", "of the time something in the group waited for memory"),
                .. MachineRows.If(
                    MachineRows.OfSameGroup(trace, group, "MemoryBytes"), "max", "memory of the group, at the most"),
                .. MachineRows.If(worst, "anonymous", "memory of the process that is not of files"),
            ],
            NextStep = "Raise memory.high of the container (requests.memory, MemoryHigh), or use less memory: contrail "
                + "view machine FILE shows whether the managed heap or native memory has it.",
        };
    }

    private static string ReasonOf(bool isMeasured, bool isOwn) => (isMeasured, isOwn) switch
    {
        (false, _) => "The kernel counts how often the group was above the limit; how long its threads waited is not "
            + "recorded.",
        (_, false) => "The limit is that of a group above the one of the process: other groups in it can be those "
            + "that are stopped.",
        _ => "The kernel counts how often the group was above the limit, and for how long something waited for memory.",
    };
}
