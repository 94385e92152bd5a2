using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Commands to a database that take long.</summary>
internal static class SlowSqlRule
{
    private const int MinCount = 3;
    private const double MinShare = 0.3;
    private const double SlowNanoseconds = 100e6;

    /// <summary>A command that takes this long is slow whatever else a request does.</summary>
    private const double VerySlowNanoseconds = 500e6;

    private const double MinVerySlowShare = 0.05;

    private const string OfRequests = "The trace contains the commands that have ended, and the requests to which they "
        + "belong.";

    private const string Alone = "The trace contains the commands that have ended, not what waits for them.";

    private const string Apart = "The trace contains the commands that have ended, and not that requests wait for "
        + "them: they can be those of a worker that waits for work.";

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "slow-sql", "slow commands to databases", ModelNeeds.DatabaseCommands, [SpansView.Sql, SpansView.Requests],
        Examine)
    {
        Recording = SpansView.Sql.Recording,
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        double requests = SpanRows.Total(trace, SpansView.Requests);
        return SpanRows.Groups(trace, SpansView.Sql)
            .Where(row => row.Number("count") >= MinCount && !IsQueue(row))
            .Select(row => IsSlow(row, row.Number("inRequests"), requests) ? Of(row, requests, OfRequests)
                : IsSlow(row, row.Number("total") - row.Number("inRequests"), trace.WindowNanoseconds)
                    ? Of(row, trace.WindowNanoseconds, requests > 0 ? Apart : Alone)
                : null)
            .OfType<Finding>();
    }

    // Service Broker: the command waits for the next message.
    private static bool IsQueue(ExaminedRow row) =>
        SpanRows.CommandOf(row).Replace(" ", "", StringComparison.Ordinal)
            .Contains("WAITFOR(", StringComparison.OrdinalIgnoreCase);

    private static bool IsSlow(ExaminedRow row, double time, double whole) => whole > 0
        && ((row.Number("p50") >= SlowNanoseconds && time >= MinShare * whole)
            || (row.Number("p50") >= VerySlowNanoseconds && time >= MinVerySlowShare * whole));

    private static Finding Of(ExaminedRow row, double whole, string reason)
    {
        bool isOfRequests = reason == OfRequests;
        double share = Math.Min(1, row.Number(isOfRequests ? "inRequests" : "total") / whole);
        string command = SpanRows.CommandOf(row);
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"A command to the database is slow: {ViewText.Duration(row.Number("p50"))} (median), "
                + $"{ViewText.Duration(row.Number("p95"))} (95 %), {ViewText.Count(row.Number("count"))} times: "
                + command,
            Culprit = command,
            Involved = [command],
            Severity = reason == Apart ? FindingSeverity.Info : FindingSeverity.Warning,
            Confidence = isOfRequests ? FindingConfidence.High : FindingConfidence.Medium,
            Reason = reason,
            Impact = share,
            Evidence =
            [
                .. isOfRequests
                    ? (Evidence[])[row.Evidence("inRequests", "requests had one of them in progress")]
                    : [],
                row.Evidence("total", "the time of these commands"),
                row.Evidence("p50", "of one, the median"),
                row.Evidence("p95", "95 % do not take longer"),
                row.Evidence("count", "commands"),
            ],
            NextStep = "Look at the plan of the command in the database: is an index missing, does it read too much?",
        };
    }
}
