using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Exceptions of own code while all requests succeed: something catches them and goes on.</summary>
internal static class SwallowedExceptionsRule
{
    private const double MinPerSecond = 1;
    private const double ManyPerSecond = 100;
    private const double MinCount = 10;
    private const double MinRequests = 10;

    private static readonly string[] Frameworks = ["System.", "Microsoft."];

    /// <summary>More failed requests than this share of the exceptions: some reach a caller.</summary>
    private const double MaxFailedShare = 0.1;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "swallowed-exceptions", "exceptions in spite of which requests succeed",
        ModelNeeds.Spans | ModelNeeds.Exceptions,
        [SpansView.Requests, ExceptionsView.Description], Examine)
    {
        Recording = SpanRows.Recording,
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        IReadOnlyList<ExaminedRow> requests = SpanRows.Groups(trace, SpansView.Requests);
        double count = requests.Sum(row => row.Number("count"));
        double failed = requests.Sum(row => row.Number("failed"));
        return count < MinRequests
            ? []
            : trace.Rows(ExceptionsView.Description, "exceptions")
                .Where(row => IsOwn(trace, row))
                .GroupBy(row => row.Text("type"))
                .Select(rows => rows.ToArray())
                .Where(rows => rows.Sum(row => row.Number("count")) is var thrown && thrown >= MinCount
                    && thrown >= MinPerSecond * trace.WindowSeconds && failed <= MaxFailedShare * thrown)
                .Select(rows => Of(trace, rows, requests, failed));
    }

    // The framework uses exceptions of its own to cancel. The profile of requests records no stacks.
    private static bool IsOwn(ExaminedTrace trace, ExaminedRow row) =>
        trace.CodeOf(row.Stack("stack")).Length > 0
        || (row.Text("type").Length > 0 && !Array.Exists(
            Frameworks, start => row.Text("type").StartsWith(start, StringComparison.Ordinal)));

    private static Finding Of(
        ExaminedTrace trace, ExaminedRow[] rows, IReadOnlyList<ExaminedRow> requests, double failed)
    {
        double thrown = rows.Sum(row => row.Number("count"));
        string type = rows[0].Text("type");
        string code = trace.CodeOf(rows[0].Stack("stack"));
        string shortType = ExceptionStormRule.ShortOf(type);
        return new Finding
        {
            Rule = Rule.Name,
            Headline = (code.Length > 0 ? $"{code} threw {shortType}" : $"{shortType} was thrown")
                + $" {ViewText.Count(thrown)} times, and {ViewText.Count(failed)} of "
                + $"{ViewText.Count(requests.Sum(row => row.Number("count")))} requests failed: "
                + (failed > 0 ? $"at most {ViewText.Count(failed)} of these exceptions failed one."
                    : "none of these exceptions failed one."),
            Culprit = code.Length > 0 ? code : type,
            Involved = [.. new[] { code, type }.Where(one => one.Length > 0)],
            Stack = rows[0].Stack("stack"),
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.Medium,
            Reason = "The trace contains the exceptions and how requests ended, not which of them were thrown in "
                + "requests, nor what the code that catches them does.",
            Impact = trace.WindowSeconds > 0 ? Math.Min(1, thrown / trace.WindowSeconds / ManyPerSecond) : 0,
            Measure = new MeasureKey(MeasureKind.Exceptions, type),
            Evidence =
            [
                .. rows.Take(3).Select(row => row.Evidence(
                    "count",
                    row.IsKnown("rethrown")
                        ? $"exceptions of {type}, without rethrows"
                        : $"throws of {type}, of which some can be rethrows")),
                requests[0].Evidence("count", $"requests of {SpanRows.NameOf(requests[0])}"),
                requests[0].Evidence("failed", "of them failed"),
            ],
            Surer = code.Length > 0 ? "" : "Record with --profile default as well: it shows where they are thrown.",
            NextStep = "Look at the code that catches them: contrail view exceptions FILE --stacks.",
        };
    }
}
