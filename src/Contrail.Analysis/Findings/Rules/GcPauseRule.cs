using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Single pauses for collections that users notice.</summary>
internal static class GcPauseRule
{
    private const long MaxLateNanoseconds = 50_000_000;
    private const double LongNanoseconds = 200e6;
    private const double VeryLongNanoseconds = 2e9;

    /// <summary>A collector that marks or copies fewer bytes a second did not run most of the time.</summary>
    private const double MinBytesPerSecond = 100 << 20;

    private const string Work =
        "The trace contains the pause, and the time until all threads had stopped is the smaller part.";

    private const string LittleWork = "What survived is the work of some milliseconds: the machine had no free "
        + "processor for the collector, or memory had to be read from disk.";

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "long-gc-pause", "long pauses for collections", ModelNeeds.Pauses,
        [GcPausesView.Description, HeapView.Description], Examine)
    {
        FormatNeeds = ModelNeeds.HeapStates,
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        // A pause that passes before its work starts is not the collector's: another rule has it.
        ExaminedRow[] longest =
        [
            .. trace.Rows(GcPausesView.Description, "longest").Where(row =>
                row.Number("duration") >= LongNanoseconds
                && row.IsKnown("suspension") && row.Number("suspension") < row.Number("duration") / 2
                && row.Text("collections").Length > 0),
        ];
        if (longest is [var worst, ..])
        {
            yield return Of(trace, worst, longest.Length);
        }
    }

    private static TimeRange RangeOf(ExaminedRow pause)
    {
        TraceTime start = pause.Time("start");
        return new TimeRange(start, new TraceTime(start.Nanoseconds + (long)pause.Number("duration")), false, false);
    }

    // The runtime reports the sizes while it holds the threads, or right after.
    private static ExaminedRow? HeapAfter(ExaminedTrace trace, TimeRange pause) =>
        trace.Rows(HeapView.Description, "states").FirstOrDefault(row => row.Time("time") >= pause.Start
            && row.Time("time").Nanoseconds <= pause.End.Nanoseconds + MaxLateNanoseconds);

    // A runtime that does not report what survived reports 0.
    private static bool IsOfLittleWork(ExaminedRow heap, double nanoseconds) =>
        heap.Number("promoted") is > 0 and var bytes && bytes < MinBytesPerSecond * nanoseconds / 1e9;

    private static Finding Of(ExaminedTrace trace, ExaminedRow worst, int count)
    {
        StackId stack = worst.Stack("stack");
        string code = trace.CodeOf(stack);
        double duration = worst.Number("duration");
        string others = trace.OthersText(GcPausesView.Description, "longest", count, LongNanoseconds);
        bool isInduced = worst.Text("cause").Contains("induced", StringComparison.Ordinal);
        string trigger = code.Length == 0 ? "" : isInduced ? $", which {code} requested" : $", when {code} allocated";
        TimeRange range = RangeOf(worst);
        ExaminedRow? heap = HeapAfter(trace, range);
        bool isIdle = heap is not null && IsOfLittleWork(heap, duration);
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"A collection ({worst.Text("cause")}) stopped all threads for {ViewText.Duration(duration)}"
                + $"{trigger}.{others}",
            Culprit = code.Length > 0 ? code : worst.Text("cause"),
            Involved = code.Length > 0 ? [code] : [],
            Stack = stack,
            Severity = duration >= VeryLongNanoseconds ? FindingSeverity.Critical : FindingSeverity.Warning,
            Confidence = isIdle ? FindingConfidence.Low : FindingConfidence.High,
            Reason = isIdle ? LittleWork : Work,
            Impact = Math.Min(1, duration / VeryLongNanoseconds),
            Range = range,
            Excess = duration / LongNanoseconds,
            Measure = new MeasureKey(MeasureKind.Pauses, ""),
            Evidence =
            [
                worst.Evidence("duration", $"pause, {worst.Text("collections")}"),
                .. heap is null ? (Evidence[])[] :
                [
                    heap.Evidence("gen2", "generation 2 after it"),
                    heap.Evidence("promoted", "survived it: what a collection has to copy or mark"),
                ],
            ],
            Surer = trace.MayBeRecorded(ModelNeeds.Allocations) ? "" : "Record with --profile gc: it shows the types.",
            NextStep = isIdle ? "Look at the load of the machine at that time first."
                : "Keep fewer objects alive, or allow background collections: contrail view heap FILE.",
        };
    }
}
