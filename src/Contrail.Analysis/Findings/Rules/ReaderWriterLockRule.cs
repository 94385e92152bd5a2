using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>
/// Reader-writer locks for which threads wait much of the time. No event of the runtime is about them: the threads wait
/// for events, which have no owner.
/// </summary>
internal static class ReaderWriterLockRule
{
    private const string Lock = "System.Threading.ReaderWriterLockSlim.";
    private const double MinThreads = 0.1;
    private const double WarnThreads = 0.2;
    private const double ManyThreads = 2;
    private const double MinNanoseconds = 200e6;
    private const double MinWaits = 5;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "reader-writer-lock", "reader-writer locks that threads wait for", ModelNeeds.HandleWaits,
        [WaitsView.Description], Examine)
    {
        Recording = "--profile waits, .NET 9 or later",
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow[] rows =
        [
            .. trace.Rows(WaitsView.Description, "places").Where(row => trace.HasFrame(row.Stack("stack"), Lock)),
        ];
        double total = rows.Sum(row => row.Number("total"));
        double threads = trace.WindowNanoseconds > 0 ? total / trace.WindowNanoseconds : 0;
        return total >= MinNanoseconds && threads >= MinThreads && rows.Sum(row => row.Number("waits")) >= MinWaits
            ? [Of(trace, rows, total, threads)]
            : [];
    }

    private static Finding Of(ExaminedTrace trace, ExaminedRow[] rows, double total, double threads)
    {
        StackId stack = rows[0].Stack("stack");
        string code = trace.CodeOf(stack);
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"Threads waited {ViewText.Duration(total)} for reader-writer locks"
                + (code.Length > 0 ? $", most of all in {code}" : "")
                + $": on average {threads:0.0#} threads at any moment.",
            Culprit = code,
            Involved =
            [
                .. rows.Select(row => trace.CodeOf(row.Stack("stack"))).Where(one => one.Length > 0).Distinct(),
            ],
            Stack = stack,
            Severity = threads >= WarnThreads ? FindingSeverity.Warning : FindingSeverity.Info,
            Confidence = FindingConfidence.Medium,
            Reason = "The trace contains the waits; which thread has the lock meanwhile no event contains.",
            Impact = Math.Min(1, threads / ManyThreads),
            Measure = new MeasureKey(MeasureKind.Waits, trace.PlaceOf(stack)),
            Evidence =
            [
                .. rows.Take(3).Select(row => row.Evidence("total", "threads waited here")),
                rows[0].Evidence("waits", "waits"),
                rows[0].Evidence("max", "longest wait"),
            ],
            Surer = trace.MayBeRecorded(ModelNeeds.ThreadSamples)
                ? ""
                : "Record with --profile cpu as well: samples show what runs while others wait.",
            NextStep = "Look at the code that enters the lock to write, or holds it long to read: do less in it.",
        };
    }
}
