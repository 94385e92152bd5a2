using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>The same command many times in a request: one for each row of another one.</summary>
internal static class QueryPerRowRule
{
    private const double MinPerRequest = 10;
    private const double ManyPerRequest = 100;
    private const double MinCount = 50;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "query-per-row", "a command that a request sends many times", ModelNeeds.DatabaseCommands, [SpansView.Sql],
        Examine)
    {
        // The events of Microsoft.Data.SqlClient do not contain the trace to which a command belongs.
        Recording = "--providers Microsoft-Extensions-Logging:0x4:4 for Entity Framework Core, or --profile requests "
            + "for a client with activities",
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace) => SpanRows.Groups(trace, SpansView.Sql)
        .Where(row => row.Number(NumberOf(row)) >= MinPerRequest && row.Number("count") >= MinCount)
        .Select(row => Of(trace, row));

    // A trace can contain many requests of this process, so that the number in one shows nothing. Where requests are
    // not recorded, the span in which a command started may be known: a request, or another activity.
    private static string NumberOf(ExaminedRow row) => row.IsKnown("perRequest") ? "perRequest" : "perParent";

    // Of a command that an async method sends after it was continued, no own caller is known.
    private static string From(ExaminedRow row, string code) =>
        code.Length == 0 ? ""
        : row.Number("placed") >= row.Number("count") ? $" from {code}"
        : $", {ViewText.Count(row.Number("placed"))} of them from {code}";

    private static Finding Of(ExaminedTrace trace, ExaminedRow row)
    {
        string command = SpanRows.CommandOf(row);
        StackId stack = row.Stack("stack");
        string code = trace.CodeOf(stack);
        string number = NumberOf(row);
        string sender = number == "perRequest" ? "request" : "request or other activity";
        string route = row.Text("route") is { Length: > 0 } known ? $", most of all {known}," : "";
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"A {sender}{route} sends the same command {row.Number(number):0} times (median), "
                + $"{ViewText.Count(row.Number("count"))} times in all{From(row, code)}: {command}",
            Culprit = code.Length > 0 ? code : command,
            Involved = code.Length > 0 ? [command, code] : [command],
            Stack = stack,
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Reason = $"The trace contains each command with the {sender} that it belongs to.",
            Impact = Math.Min(1, row.Number(number) / ManyPerRequest),
            Evidence =
            [
                row.Evidence(number, $"of these commands in a {sender}, the median"),
                row.Evidence("count", "commands in all"),
                row.Evidence(
                    "total",
                    row.IsKnown("p50") ? "the time of these commands"
                        : "the time of these commands, of which most were logged with 0 ms"),
                row.Evidence("rate", "commands"),
                .. code.Length > 0 ? (Evidence[])[row.Evidence("placed", $"of them were sent from {code}")] : [],
            ],
            Surer = route.Length > 0 ? ""
                : "Record with --profile requests as well: it shows which route the requests have.",
            NextStep = (code.Length > 0 ? "" : "Search the code for the command. ")
                + "Load the rows with one command: a join, Include of Entity Framework, or a list of keys.",
        };
    }
}
