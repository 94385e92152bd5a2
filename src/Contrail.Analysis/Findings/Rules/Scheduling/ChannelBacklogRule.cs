using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Scheduling;

/// <summary>Goroutines that cannot send, because nothing receives fast enough.</summary>
internal static class ChannelBacklogRule
{
    private const double MinGoroutines = 0.5;
    private const double ManyGoroutines = 4;
    private const double MinNanoseconds = 500e6;
    private const double MinWaits = 5;
    private const double MinSent = 0.5;

    private static readonly string[] Receives = ["runtime.chanrecv", "runtime.selectnbrecv"];

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "channel-backlog", "sends to channels that wait for a receiver", ModelNeeds.ExecutionStates,
        [BlockingView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace) =>
        trace.Rows(BlockingView.Description, "places")
            .Where(row => IsSend(trace, row) && trace.CodeOf(row.Stack("stack")).Length > 0
                && row.Number("count") >= MinWaits && row.Number("total") >= MinNanoseconds
                && trace.AtAnyMoment(row.Number("total"), MeasureOf(trace, row)) >= MinGoroutines)
            .Select(row => Of(trace, row));

    // A select waits for sends, receives or both: what ends most of its waits by receiving had the value of a send.
    private static bool IsSend(ExaminedTrace trace, ExaminedRow row) =>
        row.Text("reason") == Executions.Send
        || (row.Text("reason") == Executions.Select && row.Number("wakes") >= MinSent * row.Number("count")
            && trace.HasAnyFrame(row.Stack("wakerStack"), Receives));

    private static string CauseOf(ExaminedRow row, string receiver) =>
        receiver.Length > 0 ? $"{receiver} receives more slowly than they send"
        : row.Number("wakes") > 0 ? "the receiver is not in the program's own code"
        : row.Number("waitingAtEnd") >= row.Number("count") ? "nothing receives"
        : "what receives is unknown";

    private static MeasureKey MeasureOf(ExaminedTrace trace, ExaminedRow row) =>
        new(MeasureKind.Waits, trace.CodeOf(row.Stack("stack")));

    private static Finding Of(ExaminedTrace trace, ExaminedRow row)
    {
        string sender = trace.CodeOf(row.Stack("stack"));
        string receiver = trace.CodeOf(row.Stack("wakerStack"));
        double goroutines = trace.AtAnyMoment(row.Number("total"), MeasureOf(trace, row));
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"Sends to a channel in {sender} waited {ViewText.Duration(row.Number("total"))}, on average "
                + $"{goroutines:0.0} goroutines at any moment: {CauseOf(row, receiver)}.",
            Culprit = receiver.Length > 0 ? receiver : sender,
            Involved = [sender, .. receiver.Length > 0 && receiver != sender ? [receiver] : (string[])[]],
            Stack = row.Stack("stack"),
            Severity = FindingSeverity.Warning,
            Confidence = receiver.Length > 0 ? FindingConfidence.High : FindingConfidence.Medium,
            Reason = receiver.Length > 0
                ? "The trace contains the waits, and the code that ended them by receiving."
                : "The trace contains the waits; no code of the program ended one of them in the window.",
            Impact = Math.Min(1, goroutines / ManyGoroutines),
            Measure = MeasureOf(trace, row),
            Evidence =
            [
                row.Evidence("total", "goroutines waited to send"),
                row.Evidence("count", "waits"),
                row.Evidence("max", "longest wait"),
                row.Evidence("wakes", "waits that a receiver ended"),
                row.Evidence("waitingAtEnd", "still wait at the end"),
            ],
            NextStep = receiver.Length > 0
                ? "Make the receiver faster or start more of them; drop or batch what need not be sent."
                : "Find the receiver that ended or is blocked: contrail view goroutines FILE.",
        };
    }
}
