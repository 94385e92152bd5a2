using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Machine;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Machine;

/// <summary>Very many system calls that read or write a few bytes each.</summary>
internal static class SmallIoRule
{
    private const double MinCalls = 2_000;
    private const double ManyCalls = 10_000;
    private const double VeryManyCalls = 200_000;
    private const double FewBytes = 128;

    private static readonly Direction[] Directions =
    [
        new("writeCalls", "written", "write",
            "Write through a buffer: a FileStream with its default bufferSize, a BufferedStream, no AutoFlush, and "
                + "whole lines instead of fields.",
            ["write", "pwrite", "pwrite64", "writev", "SystemNative_Write", "SystemNative_PWrite"]),
        new("readCalls", "read", "read",
            "Read through a buffer: a FileStream with its default bufferSize or a BufferedStream, and blocks instead "
                + "of bytes.",
            ["read", "pread", "pread64", "readv", "SystemNative_Read", "SystemNative_PRead"]),
    ];

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "small-io", "reads and writes of a few bytes each", ModelNeeds.Figures,
        [MachineView.Description, HotMethodsView.Description], Examine)
    {
        Recording = "--figures on",
        AnswerGap = MachineRows.Needs(
            (FigureSource.Process, "WriteCalls"), (FigureSource.Process, "ReadCalls")),
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        foreach (Direction way in Directions)
        {
            if (MachineRows.Longest(
                trace, MachineCharts.Io,
                row => row.Number(way.Calls) >= MinCalls && row.Number(way.Bytes) <= FewBytes * row.Number(way.Calls),
                way.Calls, way.Bytes) is { } stretch)
            {
                yield return Of(trace, stretch, way);
            }
        }
    }

    private static Finding Of(ExaminedTrace trace, Stretch stretch, Direction way)
    {
        Finding finding = Of(stretch, way);
        return CpuEvidence.OfCallers(trace, way.Functions) is { } found
            ? finding with
            {
                Headline = $"{finding.Headline} {found.Code} makes most of them: it is in "
                    + $"{ViewText.Count(found.Samples)} of {ViewText.Counted(found.All, "sample")} of such calls.",
                Culprit = found.Code,
                Involved = [.. new[] { found.Code, trace.CallerOf(found.Place.Stack("stack")) }.Where(
                    one => one.Length > 0)],
                Stack = found.Place.Stack("stack"),
                Confidence = HotCpuMethod.ConfidenceOf(found.All),
                Reason = "The kernel counts the calls and the bytes. Samples of processors show the code"
                    + (HotCpuMethod.ConfidenceOf(found.All) == FindingConfidence.High ? "." : ", but are few.")
                    + " The file is not recorded: pipes count as well, sockets usually do not.",
                Surer = "",
                Evidence =
                [
                    .. finding.Evidence,
                    found.Place.Evidence("samples", $"samples in {found.Place.Text("callee")}, called there"),
                ],
            }
            : trace.IsRecorded(ModelNeeds.CpuSamples)
            ? finding with
            {
                Surer = "Record with --profile cpu, or for longer: too few samples of processors are in such calls of "
                    + "one method to name it.",
            }
            : finding;
    }

    private static Finding Of(Stretch stretch, Direction way)
    {
        double rate = stretch.Mean(way.Calls);
        ExaminedRow peak = stretch.Peak(way.Calls);
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"The process makes {ViewText.Count(rate)} system calls each second to {way.Verb} "
                + $"{stretch.Mean(way.Bytes) / rate:0.#} bytes each (mean over {stretch.Seconds:0.#} s).",
            Culprit = $"calls to {way.Verb}",
            Severity = rate >= ManyCalls ? FindingSeverity.Warning : FindingSeverity.Info,
            Confidence = FindingConfidence.High,
            Reason = "The kernel counts the calls and the bytes. It does not show which file or which code: pipes "
                + "count as well, sockets usually do not.",
            Impact = Math.Min(1, rate / VeryManyCalls),
            Range = stretch.Range,
            Evidence =
            [
                peak.Evidence(way.Calls, $"calls to {way.Verb} each second, at the most"),
                peak.Evidence(way.Bytes, $"{way.Bytes} each second meanwhile"),
            ],
            Surer = "Record with --profile cpu: it shows the code that makes the calls.",
            NextStep = way.NextStep,
        };
    }

    private sealed record Direction(
        string Calls, string Bytes, string Verb, string NextStep, IReadOnlyList<string> Functions);
}
