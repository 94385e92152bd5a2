using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Scheduling;

/// <summary>
/// Calls of clients that wait for their peer. What waits for a connection without such a call can be a server that has
/// nothing to do.
/// </summary>
internal static class NetworkWaitRule
{
    // An HTTP call waits twice: to write the request, and for the answer.
    private const double LongMeanNanoseconds = 50e6;
    private const double LongNanoseconds = 100e6;
    private const double MinGoroutines = 0.5;
    private const double ManyGoroutines = 20;
    private const double MinCount = 5;

    private static readonly string[] Reasons = [Executions.Network, Executions.Select, Executions.Receive];

    // Functions of clients, and a region that the program marks as work.
    private static readonly string[] Calls =
    [
        "net/http.(*Client).", "net/http.(*Transport).", "net.(*Dialer).", "net.(*Resolver).", "net/rpc.(*Client).",
        "net/smtp.", "database/sql.(*DB).", "database/sql.(*Stmt).", "database/sql.(*Tx).", "database/sql.(*Conn).",
        "crypto/tls.(*Conn).clientHandshake", "google.golang.org/grpc.(*ClientConn).", "runtime/trace.WithRegion",
    ];

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "network-wait", "calls of clients that wait for their peer", ModelNeeds.ExecutionStates,
        [BlockingView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace) =>
        trace.Rows(BlockingView.Description, "places")
            .Where(row => CallOf(trace, row).Length > 0
                && row.Number("count") >= MinCount && row.Number("max") >= LongNanoseconds
                && row.Number("total") >= LongMeanNanoseconds * row.Number("count")
                && trace.AtAnyMoment(row.Number("total"), MeasureOf(trace, row)) >= MinGoroutines
                && trace.CodeOf(row.Stack("stack")).Length > 0)
            .Select(row => Of(trace, row));

    /// <summary>The call of a client that waits; empty if there is none. A region contains any wait: only one for the
    /// network is a wait for a peer.</summary>
    public static string CallOf(ExaminedTrace trace, StackId stack, string reason)
    {
        if (stack.IsNone || !Reasons.Contains(reason))
        {
            return "";
        }

        string call = "";
        for (int index = 0; index < trace.Context.Stacks.Depth(stack); index++)
        {
            string name = trace.Context.Stacks.Frame(stack, index).Name;
            bool isCall = Calls.Any(start => name.StartsWith(start, StringComparison.Ordinal));
            bool isRegion = name == Calls[^1];
            if (isCall && !(isRegion && (call.Length > 0 || reason != Executions.Network)))
            {
                call = Executions.Short(name);
            }
        }

        return call;
    }

    private static string CallOf(ExaminedTrace trace, ExaminedRow row) =>
        CallOf(trace, row.Stack("stack"), row.Text("reason"));

    private static MeasureKey MeasureOf(ExaminedTrace trace, ExaminedRow row) =>
        new(MeasureKind.Waits, trace.CodeOf(row.Stack("stack")));

    private static Finding Of(ExaminedTrace trace, ExaminedRow row)
    {
        string code = trace.CodeOf(row.Stack("stack"));
        double goroutines = trace.AtAnyMoment(row.Number("total"), MeasureOf(trace, row));
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"{code} waits for its peer in {CallOf(trace, row)}: {ViewText.Duration(row.Number("total"))} "
                + $"in {ViewText.Count(row.Number("count"))} waits, {ViewText.Duration(row.Number("max"))} at most, on "
                + $"average {goroutines:0.0} goroutines at any moment.",
            Culprit = code,
            Involved = [code],
            Stack = row.Stack("stack"),
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.Medium,
            Reason = "The trace contains how long the calls waited, and not which peer they called or why it is slow.",
            Impact = Math.Min(1, goroutines / ManyGoroutines),
            Measure = MeasureOf(trace, row),
            Evidence =
            [
                row.Evidence("total", "goroutines waited for the peer"),
                row.Evidence("count", "waits"),
                row.Evidence("max", "longest wait"),
                row.Evidence("threads", "goroutines that waited"),
            ],
            Surer = "Record the peer in the same time.",
            NextStep = "Look at the peer at that time; set a deadline for each call, and a limit of calls at once.",
        };
    }
}
