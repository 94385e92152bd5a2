using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Machine;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Machine;

/// <summary>Segments that are sent again, because nothing confirmed them in time.</summary>
internal static class TcpRetransmitsRule
{
    private const double MinRetransmits = 5;
    private const double MinShare = 0.02;
    private const double LargeShare = 0.05;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "tcp-retransmits", "network segments that are lost", ModelNeeds.Figures, [MachineView.Description], Examine)
    {
        Recording = "--figures on",
        AnswerGap = MachineRows.Needs(
            (FigureSource.Network, "Retransmits"), (FigureSource.Network, "SegmentsSent")),
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        if (MachineRows.Longest(
            trace, MachineCharts.Network,
            row => row.Number("retransmits") >= MinRetransmits && ShareOf(row) >= MinShare,
            "retransmits", "sent") is { } stretch)
        {
            yield return Of(trace, stretch);
        }
    }

    // The kernel's number of segments does not contain those that are sent again.
    private static double ShareOf(ExaminedRow row) =>
        row.Number("retransmits") / Math.Max(1, row.Number("sent") + row.Number("retransmits"));

    private static Finding Of(ExaminedTrace trace, Stretch stretch)
    {
        double rate = stretch.Mean("retransmits");
        double share = rate / Math.Max(1, stretch.Mean("sent") + rate);
        bool isOfRequests = stretch.Mean("synRetransmits") >= rate / 2;
        ExaminedRow worst = stretch.Peak("retransmits");
        return new Finding
        {
            Rule = Rule.Name,
            Headline = (isOfRequests ? "Connection requests are not answered: " : "The network loses segments: ")
                + $"{ViewText.Percent(share)} of those sent are sent again, "
                + $"{rate.ToString("0.#", CultureInfo.InvariantCulture)} each second for {stretch.Seconds:0.#} s.",
            Culprit = isOfRequests ? "peers that do not answer connection requests" : "the network",
            Severity = share >= LargeShare ? FindingSeverity.Warning : FindingSeverity.Info,
            Confidence = FindingConfidence.Medium,
            Reason = "The kernel counts this for the network namespace of the process: neither the program nor the "
                + "peer is recorded, and a segment can be sent again although the first one arrived.",
            Impact = Math.Min(1, share),
            Range = stretch.Range,
            Evidence =
            [
                worst.Evidence("retransmits", "segments sent again each second, at the most"),
                worst.Evidence("sent", "segments sent each second meanwhile"),
                .. MachineRows.If(worst, "synRetransmits", "of them connection requests"),
                .. MachineRows.If(worst, "timeouts", "timeouts each second meanwhile"),
                .. MachineRows.If(
                    MachineRows.Figure(trace, FigureSource.Network, "Retransmits"), "change", "in the window"),
            ],
            Surer = "Record with --profile requests: the calls show which host answers late.",
            NextStep = isOfRequests
                ? "Look at connections that are being opened (ss -tnop state syn-sent): a firewall drops them, or the "
                    + "peer's accept queue is full."
                : "Look at the connections that send again (ss -tnio: retrans), at the interfaces (ip -s link: drops), "
                    + "and at limits of bandwidth.",
        };
    }
}
