using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Pauses that pass mostly until all threads have stopped.</summary>
internal static class SlowSuspensionRule
{
    private const double LongNanoseconds = 100e6;
    private const double VeryLongNanoseconds = 1e9;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "slow-suspension", "threads that stop late for a pause", ModelNeeds.Pauses, [GcPausesView.Description],
        Examine)
    {
        FormatNeeds = ModelNeeds.HeapStates,
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow[] slow =
        [
            .. trace.Rows(GcPausesView.Description, "longest").Where(row =>
                row.Number("suspension") >= LongNanoseconds
                && row.Number("suspension") >= row.Number("duration") / 2),
        ];
        if (slow is [var worst, ..])
        {
            yield return Of(slow, worst);
        }
    }

    private static Finding Of(ExaminedRow[] slow, ExaminedRow worst) => new()
    {
        Rule = Rule.Name,
        Headline = $"It took {ViewText.Duration(worst.Number("suspension"))} until all threads had stopped for a pause "
            + $"of {ViewText.Duration(worst.Number("duration"))}: a thread stopped late, or the machine had no free "
            + "processor.",
        Culprit = "",
        Severity = FindingSeverity.Info,
        Confidence = FindingConfidence.Low,
        Reason = "The trace shows how long the stop took, not which thread was late, and not whether the machine was "
            + "busy with other work.",
        Impact = Math.Min(1, worst.Number("suspension") / VeryLongNanoseconds),
        Range = new TimeRange(
            worst.Time("start"),
            new TraceTime(worst.Time("start").Nanoseconds + (long)worst.Number("duration")), false, false),
        Measure = new MeasureKey(MeasureKind.Pauses, ""),
        Evidence =
        [
            .. slow.Take(3).SelectMany(row => new[]
            {
                row.Evidence("suspension", "until all threads had stopped"),
                row.Evidence("duration", "the whole pause"),
            }),
        ],
        Surer = "Record with --profile cpu: samples show loops without calls, and long calls of native code do not.",
        NextStep = "Look at the load of the machine at that time first, then at long loops and calls of native code.",
    };
}
