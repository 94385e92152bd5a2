using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Work waits in the queue of the thread pool, because its threads are blocked.</summary>
internal static class PoolStarvationRule
{
    private const int MinAdjustments = 3;
    private const double MinBlockedThreads = 1;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "pool-starvation", "pool threads that are blocked while work waits", ModelNeeds.PoolAdjustments,
        [ThreadPoolView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow[] starved = [.. trace.Rows(ThreadPoolView.Description, "reasons")
            .Where(row => row.Text("reason") is "starvation" or "cooperative blocking")];
        if (starved.Sum(row => row.Number("count")) < MinAdjustments)
        {
            yield break;
        }

        ExaminedRow? worst = trace.Rows(ThreadPoolView.Description, "workers")
            .Where(row => row.Number("total") >= MinBlockedThreads * trace.WindowNanoseconds)
            .OrderByDescending(row => trace.CodeOf(row.Stack("stack")).Length > 0).FirstOrDefault();
        bool isBlocked = worst is not null;
        yield return isBlocked ? Blocked(trace, starved, worst!) : Unknown(trace, starved);
    }

    private static Finding Blocked(ExaminedTrace trace, ExaminedRow[] starved, ExaminedRow worst)
    {
        StackId stack = worst.Stack("stack");
        string culprit = trace.CodeOf(stack);
        bool isSyncOverAsync = worst.Text("kind") == "task"
            || trace.HasFrame(stack, "System.Threading.Tasks.Task")
            || trace.HasFrame(stack, "System.Runtime.CompilerServices.TaskAwaiter");
        string why = isSyncOverAsync ? "waits synchronously for async work" : "blocks pool threads";
        return Common(trace, starved) with
        {
            Headline = $"The thread pool starved: {Named(culprit)} {why} "
                + $"({ViewText.Duration(worst.Number("total"))} on up to {worst.Number("threads"):0} threads).",
            Culprit = culprit,
            Involved = culprit.Length > 0 ? [culprit] : [],
            Stack = stack,
            Confidence = FindingConfidence.High,
            Reason = "The pool added threads because of starvation, and its blocked threads are in the trace.",
            Evidence =
            [
                worst.Evidence("total", "pool threads were blocked here"),
                .. starved.Select(row => row.Evidence("count", $"adjustments of the pool: {row.Text("reason")}")),
                starved[0].Evidence("maxTarget", "threads that the pool aimed at"),
            ],
            Surer = "",
            NextStep = isSyncOverAsync
                ? "Await the task instead of Wait, Result or GetAwaiter().GetResult()."
                : "Use the asynchronous form of the call, or move it to a thread of its own.",
        };
    }

    private static Finding Unknown(ExaminedTrace trace, ExaminedRow[] starved) => Common(trace, starved);

    private static Finding Common(ExaminedTrace trace, ExaminedRow[] starved)
    {
        double count = starved.Sum(row => row.Number("count"));
        double target = starved.Max(row => row.Number("maxTarget"));
        bool hasWaits = trace.Context.Coverage.Of(ModelNeeds.HandleWaits).IsRequested;
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"The thread pool starved: it added threads {ViewText.Count(count)} times, up to "
                + $"{target:0}, because all of its threads were blocked or busy.",
            Culprit = "",
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.Medium,
            Reason = hasWaits
                ? "The waits were recorded and show no blocked pool threads: they were busy, or blocked in native code."
                : "The waits of its threads were not recorded, so the blocking code is not known.",
            Impact = Math.Min(1, count / 10),
            Measure = new MeasureKey(MeasureKind.PoolThreads, ""),
            Evidence = [.. starved.Select(row => row.Evidence("count", $"adjustments: {row.Text("reason")}"))],
            Surer = hasWaits ? "" : WaitsView.HandleWaitsHint,
            NextStep = "Find what blocks the pool threads: contrail view thread-pool FILE.",
        };
    }

    private static string Named(string culprit) => culprit.Length > 0 ? culprit : "unknown code";
}
