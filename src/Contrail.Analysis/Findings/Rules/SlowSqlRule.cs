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
        double whole = requests > 0 ? requests : trace.WindowNanoseconds;
        return SpanRows.Groups(trace, SpansView.Sql)
            .Where(row => row.Number("count") >= MinCount && IsSlow(row, whole))
            .Select(row => Of(row, whole, requests > 0));
    }

    private static bool IsSlow(ExaminedRow row, double whole) =>
        (row.Number("p50") >= SlowNanoseconds && row.Number("total") >= MinShare * whole)
        || (row.Number("p50") >= VerySlowNanoseconds && row.Number("total") >= MinVerySlowShare * whole);

    private static Finding Of(ExaminedRow row, double whole, bool hasRequests)
    {
        double share = Math.Min(1, row.Number("total") / whole);
        string command = SpanRows.CommandOf(row);
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"A command to the database is slow: {ViewText.Duration(row.Number("p50"))} (median), "
                + $"{ViewText.Duration(row.Number("p95"))} (95 %), {ViewText.Count(row.Number("count"))} times: "
                + command,
            Culprit = command,
            Involved = [command],
            Severity = FindingSeverity.Warning,
            Confidence = hasRequests ? FindingConfidence.High : FindingConfidence.Medium,
            Reason = hasRequests
                ? "The trace contains the commands that have ended, and the requests."
                : "The trace contains the commands that have ended, not what waits for them.",
            Impact = share,
            Evidence =
            [
                row.Evidence("total", "the time of these commands"),
                row.Evidence("p50", "of one, the median"),
                row.Evidence("p95", "95 % do not take longer"),
                row.Evidence("count", "commands"),
            ],
            NextStep = "Look at the plan of the command in the database: is an index missing, does it read too much?",
        };
    }
}
