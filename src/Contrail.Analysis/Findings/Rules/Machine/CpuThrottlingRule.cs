using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Machine;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Machine;

/// <summary>A control group that used its processor time of a period, and had to wait for the next one.</summary>
internal static class CpuThrottlingRule
{
    private const double MinPeriods = 0.1;
    private const double ManyPeriods = 0.25;
    private const double MinThrottled = 0.05;
    private const double MinWaiting = 0.1;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "cpu-throttling", "a processor quota that stops the process", ModelNeeds.Figures,
        [MachineView.Description], Examine)
    {
        Recording = "--figures on",
        AnswerGap = MachineRows.Needs(
            (FigureSource.Cgroup, "CpuQuota"), (FigureSource.Cgroup, "ThrottledTime")),
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        // A group can be throttled for another process in it, while this one waits for nothing.
        Stretch? stretch = MachineRows.Longest(
            trace, MachineCharts.Processor,
            row => row.Number("throttledPeriods") >= MinPeriods && row.Number("throttled") >= MinThrottled
                && (!row.IsKnown("waiting") || row.Number("waiting") >= MinWaiting),
            "quota", "throttledPeriods", "throttled", "groupUsed");
        ExaminedRow? quota = MachineRows.Figures(trace, FigureSource.Cgroup, "CpuQuota")
            .FirstOrDefault(row => row.IsKnown("last"));
        if (stretch is not null && quota is not null)
        {
            yield return Of(trace, stretch, quota);
        }
    }

    private static Finding Of(ExaminedTrace trace, Stretch stretch, ExaminedRow quota)
    {
        ExaminedRow worst = stretch.Peak("throttled");
        double share = stretch.Mean("throttledPeriods");
        double used = stretch.Mean("groupUsed");
        double? needed = NeededOf(trace, stretch, used);
        string limit = Number(worst.Number("quota"));
        string group = quota.Text("subject");
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"The control group may use {limit} processors, and was stopped in "
                + $"{ViewText.Percent(share)} of the periods of {stretch.Seconds:0.#} s: it used {Number(used)}"
                + (needed is { } about ? $", and without the limit it would have used about {Number(about)}." : "."),
            Culprit = group.Length > 0 ? $"the processor quota of {group}" : "the processor quota",
            Severity = share >= ManyPeriods ? FindingSeverity.Warning : FindingSeverity.Info,
            Confidence = FindingConfidence.High,
            Reason = "The kernel counts the periods in which it stops the group. "
                + (needed is null ? "How long threads waited is unknown, and with it what they would have used."
                    : "What the group would have used counts every thread of this process that waited to run as one "
                        + "that runs; what other processes of the group waited for is not in it."),
            Impact = Math.Min(1, share),
            // A cautious one: threads can wait for more than the quota.
            Slowdown = used > 0 ? (used + stretch.Mean("throttled")) / used : double.PositiveInfinity,
            Range = stretch.Range,
            Evidence =
            [
                worst.Evidence("quota", "processors that the control group may use"),
                worst.Evidence("throttledPeriods", "of the periods with a stop, at the worst"),
                worst.Evidence("throttled", "processors with threads that were stopped, at the worst"),
                .. OfGroup(trace, quota, "ThrottledTime", "seconds that its processors were stopped, in the window"),
                .. OfGroup(trace, quota, "CpuTime", "seconds of processor time that it used"),
                worst.Evidence("waiting", "threads of the process that waited to run meanwhile"),
            ],
            NextStep = "Raise the limit of the container (limits.cpu, --cpus), or use less processor time at once: "
                + "fewer threads in parallel, and a smaller DOTNET_PROCESSOR_COUNT or GOMAXPROCS.",
        };
    }

    // The time for which the kernel counts processors as stopped is less than what was withheld: 2.5 s in 74 periods in
    // which one thread could run for 50 ms of 100.
    private static double? NeededOf(ExaminedTrace trace, Stretch stretch, double used) =>
        stretch.Rows.Any(row => row.IsKnown("waiting"))
            ? Math.Min(
                MachineRows.ProcessorsOf(trace) ?? double.PositiveInfinity,
                used + Math.Max(stretch.Mean("throttled"), stretch.Mean("waiting")))
            : null;

    private static IEnumerable<Evidence> OfGroup(ExaminedTrace trace, ExaminedRow quota, string figure, string label) =>
        MachineRows.OfSameGroup(trace, quota, figure) is { } row ? [row.Evidence("change", label)] : [];

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
