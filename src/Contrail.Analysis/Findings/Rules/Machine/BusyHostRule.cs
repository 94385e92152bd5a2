using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Machine;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Machine;

/// <summary>Threads that wait for a processor while other programs, or other virtual machines, use them.</summary>
internal static class BusyHostRule
{
    /// <summary>Less busy, a processor was free most of the time.</summary>
    private const double MinBusy = 0.9;
    private const double MinWaiting = 0.5;
    private const double MinLost = 0.33;
    private const double MuchLost = 0.6;
    private const double ManyWaiting = 1;
    private const double LongSeconds = 3;

    /// <summary>Part of the machine that others have; less is the process's own doing.</summary>
    private const double MinOthers = 0.25;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "busy-host", "processors that other programs use", ModelNeeds.Figures, [MachineView.Description], Examine)
    {
        Recording = "--figures on",
        AnswerGap = MachineRows.Needs(
            (FigureSource.Process, "RunQueueDelay"), (FigureSource.Host, "IdleTime")),
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        if (MachineRows.ProcessorsOf(trace) is { } processors and >= 1
            && MachineRows.Longest(
                trace, MachineCharts.Processor,
                row => row.Number("hostBusy") >= MinBusy && row.Number("waiting") >= MinWaiting
                    && LostOf(row, processors) >= MinLost && OthersOf(row, processors) >= MinOthers,
                "user", "system", "waiting", "hostBusy") is { } stretch)
        {
            yield return Of(trace, stretch, processors);
        }
    }

    private static double UsedOf(ExaminedRow row) => row.Number("user") + row.Number("system");

    // What it would have had with the machine to itself. Threads that wait for others of the process lose nothing, nor
    // do those that wait because the control group has used its quota.
    private static double UsableOf(ExaminedRow row, double processors)
    {
        double used = UsedOf(row);
        double limit = row.IsKnown("quota")
            ? Math.Min(processors, row.Number("quota") - Math.Max(0, row.Number("groupUsed") - used))
            : processors;
        return Math.Max(used, Math.Min(limit, used + row.Number("waiting")));
    }

    private static double LostOf(ExaminedRow row, double processors) =>
        UsableOf(row, processors) is > 0 and var usable ? 1 - (UsedOf(row) / usable) : 0;

    private static double OthersOf(ExaminedRow row, double processors) =>
        row.Number("hostBusy") - (UsedOf(row) / processors);

    private static Finding Of(ExaminedTrace trace, Stretch stretch, double processors)
    {
        double used = stretch.Rows.Average(UsedOf);
        double usable = stretch.Rows.Average(row => UsableOf(row, processors));
        double lost = 1 - (used / usable);
        double others = stretch.Rows.Average(row => OthersOf(row, processors));
        bool isStolen = stretch.Mean("hostSteal") >= others / 2;
        string who = isStolen ? "other virtual machines" : "other programs";
        ExaminedRow worst = stretch.Peak("waiting");
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"The processors were busy with {who}: for {stretch.Seconds:0.#} s, "
                + $"{Number(stretch.Mean("waiting"))} threads waited for one on average, and the process had "
                + $"{Number(used)} of {processors:0} processors, {ViewText.Percent(lost)} less than it could use.",
            Culprit = who,
            Severity = lost >= MuchLost && stretch.Mean("waiting") >= ManyWaiting && stretch.Seconds >= LongSeconds
                ? FindingSeverity.Warning
                : FindingSeverity.Info,
            Confidence = FindingConfidence.High,
            Reason = "The kernel measures how long threads that could run wait for a processor, and how busy the "
                + "machine is; which other programs run is not recorded.",
            Impact = lost * stretch.Range.Nanoseconds / trace.WindowNanoseconds,
            Slowdown = used > 0 ? usable / used : double.PositiveInfinity,
            Range = stretch.Range,
            Evidence = [.. EvidenceOf(trace, worst, isStolen)],
            NextStep = isStolen
                ? "The host of this virtual machine is shared: move it, or buy processors of its own."
                : "Look at what else runs there (top, systemd-cgtop), and give this program processors of its own or a "
                    + "larger weight (requests.cpu, cpu.weight).",
        };
    }

    private static IEnumerable<Evidence> EvidenceOf(ExaminedTrace trace, ExaminedRow worst, bool isStolen)
    {
        yield return worst.Evidence("waiting", "threads that waited for a processor, at the worst");
        yield return worst.Evidence("hostBusy", "of all processors were busy meanwhile");
        if (isStolen)
        {
            yield return worst.Evidence("hostSteal", "of all processors were taken by other virtual machines");
        }

        yield return worst.Evidence("user", "processors that the process had in user code meanwhile");
        if (MachineRows.Figure(trace, FigureSource.Process, "RunQueueDelay") is { } delay)
        {
            yield return delay.Evidence("change", "seconds that its threads waited, in the window");
        }
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
