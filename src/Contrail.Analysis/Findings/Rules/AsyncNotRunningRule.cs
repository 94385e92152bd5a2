using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Async operations that began in the window and wait for something that does not come.</summary>
internal static class AsyncNotRunningRule
{
    private const int MinOperations = 5;
    private const double ManyOperations = 100;
    private const double MinNanoseconds = 1e9;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "async-not-running", "async operations that are not continued", ModelNeeds.AsyncOperations,
        [AsyncView.Description], Examine)
    {
        Recording = AsyncView.Description.Recording,
    };

    // A loop of a background service, which may wait for good, began before the window.
    private static IEnumerable<Finding> Examine(ExaminedTrace trace) =>
        trace.Rows(AsyncView.Description, "longest")
            .Where(row => row.Text("outcome") == "open" && row.Text("isOpenAtStart") == "no"
                && row.Number("duration") >= MinNanoseconds && trace.CodeOf(row.Stack("stack")).Length > 0)
            .GroupBy(row => trace.CodeOf(row.Stack("stack")))
            .Where(rows => rows.Count() >= MinOperations)
            .Select(rows => Of(trace, rows.Key, [.. rows]));

    private static Finding Of(ExaminedTrace trace, string code, ExaminedRow[] all)
    {
        ExaminedRow[] certain = [.. all.Where(row => row.Number("certain") >= MinNanoseconds)];
        bool isCertain = certain.Length >= MinOperations;
        ExaminedRow[] rows = isCertain ? [.. certain.OrderByDescending(row => row.Number("certain"))] : all;
        StackId stack = rows[0].Stack("stack");
        ExaminedRow? awaits = trace.Rows(AsyncView.Description, "awaits")
            .FirstOrDefault(row => trace.CodeOf(row.Stack("stack")) == code);
        return new Finding
        {
            Rule = Rule.Name,
            Headline = isCertain
                ? $"{ViewText.Count(rows.Length)} async operations wait in {code} and are not continued, the oldest "
                    + $"for at least {ViewText.Duration(rows[0].Number("certain"))}."
                : $"{ViewText.Count(rows.Length)} async operations in {code} have no end in the trace: whether they "
                    + "were continued is unknown.",
            Culprit = code,
            Involved = [.. new[] { code, trace.CallerOf(stack) }.Where(one => one.Length > 0)],
            Stack = stack,
            Severity = isCertain ? FindingSeverity.Warning : FindingSeverity.Info,
            Confidence = isCertain ? FindingConfidence.Medium : FindingConfidence.Low,
            Reason = isCertain
                ? "They began in the window and have no end in it. The profiler lists only methods that were continued "
                    + "once, so that the awaited method can be one that this one calls."
                : "They began in the window and have no end in it; but a thread that is never idle holds back up to "
                    + "16 KB of its steps, which may have continued them.",
            Impact = Math.Min(1, rows.Length / ManyOperations),
            Range = new TimeRange(rows.Min(row => row.Time("start")), trace.End, false, true),
            Evidence =
            [
                rows[0].Evidence("duration", "from the first suspension of one to the end of the window"),
                rows[0].Evidence("certain", "of that, known: later, threads hold back steps that may continue it"),
                rows[0].Evidence("suspended", "of that, suspended"),
                .. awaits is null ? (Evidence[])[] : [awaits.Evidence("open", "suspensions that had not ended")],
            ],
            NextStep = "Find what has to complete the awaited task, and give it a time limit.",
        };
    }
}
