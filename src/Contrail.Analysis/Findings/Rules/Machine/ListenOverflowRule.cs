using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Machine;

namespace Contrail.Analysis.Findings.Rules.Machine;

/// <summary>Connections that a program does not accept in time: the queue of its listener is full.</summary>
internal static class ListenOverflowRule
{
    /// <summary>Each is a client that tries again after a second or more.</summary>
    private const double MinOverflows = 1;
    private const double ManyOverflows = 5;
    private const double VeryManyOverflows = 100;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "listen-overflow", "connections that are not accepted in time", ModelNeeds.Figures, [MachineView.Description],
        Examine)
    {
        Recording = "--figures on",
        AnswerGap = MachineRows.Needs((FigureSource.Network, "ListenOverflows")),
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        if (MachineRows.Longest(
            trace, MachineCharts.Network, row => row.Number("listenOverflows") >= MinOverflows,
            "listenOverflows") is { } stretch)
        {
            yield return Of(trace, stretch);
        }
    }

    private static Finding Of(ExaminedTrace trace, Stretch stretch)
    {
        double rate = stretch.Mean("listenOverflows");
        ExaminedRow worst = stretch.Peak("listenOverflows");
        return new Finding
        {
            Rule = Rule.Name,
            Headline = "A listening socket is full: the kernel dropped "
                + $"{rate.ToString("0.#", CultureInfo.InvariantCulture)} connection requests each second for "
                + $"{stretch.Seconds:0.#} s, because the connections before them were not accepted. Each client waits "
                + "a second or longer.",
            Culprit = "a full accept queue",
            Severity = rate >= ManyOverflows ? FindingSeverity.Warning : FindingSeverity.Info,
            Confidence = FindingConfidence.Medium,
            Reason = "The kernel counts this for the network namespace of the process: which program in it has the "
                + "socket is not recorded.",
            Impact = Math.Min(1, rate / VeryManyOverflows),
            Range = stretch.Range,
            Evidence =
            [
                worst.Evidence("listenOverflows", "times each second that an accept queue was full, at the most"),
                .. MachineRows.If(
                    MachineRows.Figure(trace, FigureSource.Network, "ListenOverflows"), "change", "in the window"),
                .. MachineRows.If(worst, "synRetransmits", "connection requests sent again each second meanwhile"),
                .. MachineRows.If(worst, "connectionsAccepted", "connections accepted each second meanwhile"),
            ],
            NextStep = "Look at the queues of the listening sockets (ss -ltn: Recv-Q is what waits, Send-Q the limit). "
                + "Accept without waiting for the work of a connection, and raise the limit (backlog, "
                + "net.core.somaxconn).",
        };
    }
}
