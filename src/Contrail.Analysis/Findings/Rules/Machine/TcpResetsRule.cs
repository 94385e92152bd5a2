using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Machine;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Machine;

/// <summary>Connections that end by a reset, and those that are refused.</summary>
internal static class TcpResetsRule
{
    private const double MinRate = 5;
    private const double ManyRate = 20;

    /// <summary>Clients that leave reset a connection now and then.</summary>
    private const double MinShare = 0.25;
    private const double LargeShare = 0.5;

    private static readonly Kind[] Kinds =
    [
        new("connectionsReset", row => row.Number("connectionsOpened") + row.Number("connectionsAccepted"),
            "Connections end by a reset", "resets of connections",
            "connections reset each second, at the most",
            "A side that closes a connection with unread data, or is ended, resets it: look at which one (tcpdump "
                + "'tcp[tcpflags] & tcp-rst != 0'), and at idle time limits of proxies."),
        new("connectionsFailed", row => row.Number("connectionsOpened"),
            "Connections are not established", "connections that are refused or abandoned",
            "connections that failed each second, at the most",
            "The kernel counts both directions: look at the address and port that the program connects to, at "
                + "whether something listens there, and at checks that open half a connection; record with --profile "
                + "requests."),
    ];

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "tcp-resets", "connections that are reset or refused", ModelNeeds.Figures, [MachineView.Description], Examine)
    {
        Recording = "--figures on",
        AnswerGap = MachineRows.Needs(
            (FigureSource.Network, "ConnectionsReset"), (FigureSource.Network, "ConnectionsFailed"),
            (FigureSource.Network, "ConnectionsOpened"), (FigureSource.Network, "ConnectionsAccepted")),
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        foreach (Kind kind in Kinds)
        {
            if (MachineRows.Longest(
                trace, MachineCharts.Network,
                row => row.Number(kind.Column) >= MinRate && row.Number(kind.Column) >= MinShare * kind.AllOf(row),
                kind.Column, "connectionsOpened", "connectionsAccepted") is { } stretch)
            {
                yield return Of(stretch, kind);
            }
        }
    }

    private static Finding Of(Stretch stretch, Kind kind)
    {
        double rate = stretch.Mean(kind.Column);
        double opened = stretch.Rows.Average(kind.AllOf);
        double share = Math.Min(1, rate / Math.Max(1, opened));

        // What others open half counts as failed and not as opened.
        string part = opened >= rate ? $", {ViewText.Percent(share)} of those that were opened meanwhile." : ".";
        ExaminedRow worst = stretch.Peak(kind.Column);
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"{kind.What}: {rate.ToString("0.#", CultureInfo.InvariantCulture)} each second for "
                + $"{stretch.Seconds:0.#} s{part}",
            Culprit = kind.Culprit,
            Severity = rate >= ManyRate && share >= LargeShare ? FindingSeverity.Warning : FindingSeverity.Info,
            Confidence = FindingConfidence.Medium,
            Reason = "The kernel counts this for the network namespace of the process: neither the program nor the "
                + "peer is recorded.",
            Impact = share,
            Range = stretch.Range,
            Evidence =
            [
                worst.Evidence(kind.Column, kind.Label),
                .. MachineRows.If(worst, "connectionsOpened", "connections opened each second meanwhile"),
                .. MachineRows.If(worst, "connectionsAccepted", "connections accepted each second meanwhile"),
                .. MachineRows.If(worst, "resetsSent", "resets sent each second meanwhile"),
            ],
            Surer = "Record with --profile requests: the calls show which host fails.",
            NextStep = kind.NextStep,
        };
    }

    private sealed record Kind(
        string Column, Func<ExaminedRow, double> AllOf, string What, string Culprit, string Label, string NextStep);
}
