using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>The same command many times in a request: one for each row of another one.</summary>
internal static class QueryPerRowRule
{
    private const double MinPerTrace = 10;
    private const double ManyPerTrace = 100;
    private const double MinCount = 50;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "query-per-row", "a command that a request sends many times", ModelNeeds.DatabaseCommands, [SpansView.Sql],
        Examine)
    {
        Recording = SpansView.Sql.Recording,
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace) => SpanRows.Groups(trace, SpansView.Sql)
        .Where(row => row.Number("perTrace") >= MinPerTrace && row.Number("count") >= MinCount)
        .Select(Of);

    private static Finding Of(ExaminedRow row)
    {
        string command = SpanRows.CommandOf(row);
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"A request sends the same command {row.Number("perTrace"):0} times (median), "
                + $"{ViewText.Count(row.Number("count"))} times in all: {command}",
            Culprit = command,
            Involved = [command],
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Reason = "The trace contains each command with the request that it belongs to.",
            Impact = Math.Min(1, row.Number("perTrace") / ManyPerTrace),
            Evidence =
            [
                row.Evidence("perTrace", "of these commands in a request, the median"),
                row.Evidence("count", "commands in all"),
                row.Evidence("total", "the time of these commands"),
                row.Evidence("rate", "commands"),
            ],
            NextStep = "Load the rows with one command: a join, Include of Entity Framework, or a list of keys.",
        };
    }
}
