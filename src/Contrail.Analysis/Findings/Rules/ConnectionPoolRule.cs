using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>
/// HTTP calls that wait because all connections to a host are in use. A call that opens a connection waits for it too:
/// the pool is exhausted if the calls wait for much longer than it takes to open connections. Their number shows
/// nothing, because a canceled call of HTTP/1.1 closes its connection.
/// </summary>
internal static class ConnectionPoolRule
{
    private const int MinQueued = 5;
    private const double MinShare = 0.2;
    private const double MinMeanNanoseconds = 50e6;

    /// <summary>
    /// A call that waits for a connection that is opened waits about as long as that takes, and any number of calls can
    /// wait for one of HTTP/2: the means are compared, not the sums.
    /// </summary>
    private const double MaxOpening = 0.5;

    private const string Alone = "The trace contains how long each call waited, and no connection that was opened; "
        + "connections may not be recorded.";

    private const string ConnectionSetup = ".ConnectionSetup";

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "connection-pool-exhausted", "HTTP calls that wait for a free connection", ModelNeeds.Spans,
        [SpansView.HttpClient, SpansView.Sockets, SpansView.DnsTls, SpansView.Activities], Examine)
    {
        Recording = SpanRows.Recording,
    };

    /// <summary>
    /// Whether the calls to the host of a target wait for longer than they take otherwise, because all connections are
    /// in use.
    /// </summary>
    public static bool IsQueueTheCause(ExaminedTrace trace, string target) =>
        Hosts(trace).FirstOrDefault(row => row.Text("host") == HostCalls.HostOf(target)) is { } host
        && IsExhausted(trace, host) && host.Number("queued") >= host.Number("serviceTotal");

    private static IEnumerable<Finding> Examine(ExaminedTrace trace) =>
        Hosts(trace).Where(host => IsExhausted(trace, host)).Select(host => Of(trace, host));

    private static IReadOnlyList<ExaminedRow> Hosts(ExaminedTrace trace) =>
        trace.Rows(SpansView.HttpClient, HostCalls.Table.Name);

    private static bool IsExhausted(ExaminedTrace trace, ExaminedRow host)
    {
        double count = host.Number("queuedCount");
        double queued = host.Number("queued");
        return count >= MinQueued && queued >= MinMeanNanoseconds * count
            && queued >= MinShare * host.Number("total")
            && OpeningNanoseconds(trace, host) <= MaxOpening * queued / count;
    }

    // How long it takes to open one (mean): a lookup, a connect and a handshake. With a proxy only the activity is
    // complete.
    private static double OpeningNanoseconds(ExaminedTrace trace, ExaminedRow host) => Math.Max(
        Parts(trace, host.Text("host")).GroupBy(row => row.Text("name"), row => Mean(row)).Sum(means => means.Max()),
        SpanRows.Groups(trace, SpansView.Activities)
            .Where(row => row.Text("target") == host.Text("host")
                && row.Text("name").EndsWith(ConnectionSetup, StringComparison.Ordinal))
            .Select(Mean).DefaultIfEmpty().Max());

    // A connect contains an address and not the host that was called, and a proxy or a Host header has another name:
    // where none fits, the slowest of all hosts is on the safe side. A handshake without a target is one with a client.
    private static IEnumerable<ExaminedRow> Parts(ExaminedTrace trace, string service)
    {
        string host = SpanRows.HostOf(service);
        string port = service[host.Length..];
        return Fitting(
                SpanRows.Groups(trace, SpansView.Sockets).Where(row => row.Text("name") == "connect"),
                target => target.EndsWith(port, StringComparison.Ordinal))
            .Concat(Fitting(
                SpanRows.Groups(trace, SpansView.DnsTls).Where(row => row.IsKnown("target")),
                target => target.Equals(host, StringComparison.OrdinalIgnoreCase)));
    }

    private static ExaminedRow[] Fitting(IEnumerable<ExaminedRow> rows, Predicate<string> isFitting)
    {
        ExaminedRow[] all = [.. rows];
        ExaminedRow[] fitting = [.. all.Where(row => isFitting(row.Text("target")))];
        return fitting.Length > 0 ? fitting : all;
    }

    private static double Mean(ExaminedRow row) => row.Number("total") / row.Number("count");

    private static string Compared(double opening) => "The trace contains how long each call waited, and "
        + (opening > 0
            ? $"it took only {ViewText.Duration(opening)} to open a connection (mean of the slowest address)."
            : "no connection was opened meanwhile.");

    private static Finding Of(ExaminedTrace trace, ExaminedRow host)
    {
        double queued = host.Number("queued");
        double share = Math.Min(1, queued / host.Number("total"));
        double mean = queued / host.Number("queuedCount");
        double opening = OpeningNanoseconds(trace, host);
        bool isSure = opening > 0 || trace.Context.Coverage.Of(ModelNeeds.Spans).State == CoverageState.Whole;
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"Calls to {host.Text("host")} wait for a free connection: "
                + $"{ViewText.Count(host.Number("queuedCount"))} of {ViewText.Count(host.Number("count"))} calls "
                + $"waited {ViewText.Duration(mean)} each (mean), {ViewText.Percent(share)} of the time of all calls "
                + "that ended.",
            Culprit = host.Text("host"),
            Involved = [host.Text("host")],
            Severity = FindingSeverity.Warning,
            Confidence = isSure ? FindingConfidence.High : FindingConfidence.Medium,
            Reason = isSure ? Compared(opening) : Alone,
            Impact = share,
            UsualNanoseconds = mean,
            Evidence =
            [
                host.Evidence("queued", "calls waited for a connection"),
                host.Evidence("total", "the time of all calls that ended"),
                host.Evidence("queuedCount", "calls waited"),
                host.Evidence("count", "calls ended"),
                .. host.IsKnown("answeredP50")
                    ? (Evidence[])[host.Evidence("answeredP50", "of a call with an answer, without this wait: median")]
                    : [],
                .. host.Number("canceled") > 0
                    ? (Evidence[])[host.Evidence("canceled", "of these calls were canceled by this process")]
                    : [],
            ],
            NextStep = "Raise MaxConnectionsPerServer, use HTTP/2, or send fewer calls at the same time.",
        };
    }
}
