using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Code that throws exceptions all the time.</summary>
internal static class ExceptionStormRule
{
    private const double MinPerSecond = 5;
    private const double ManyPerSecond = 1_000;
    private const double MinCount = 20;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "exception-storm", "code that throws many exceptions", ModelNeeds.Exceptions, [ExceptionsView.Description],
        Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace) =>
        trace.Rows(ExceptionsView.Description, "throwers")
            .Where(row => row.Number("count") >= MinCount
                && row.Number("count") >= MinPerSecond * SecondsOf(trace, row))
            .GroupBy(row => trace.CodeOf(row.Stack("stack")) is { Length: > 0 } code ? code : row.Text("type"))
            .Select(rows => Of(trace, [.. rows]));

    private static Finding Of(ExaminedTrace trace, ExaminedRow[] rows)
    {
        ExaminedRow most = rows[0];
        string type = most.Text("type") is { Length: > 0 } known ? known : "an unknown type";
        string culprit = trace.CodeOf(most.Stack("stack"));
        string caller = trace.CallerOf(most.Stack("stack"));
        double seconds = SecondsOf(trace, most);
        double rate = seconds > 0 ? rows.Sum(row => row.Number("count")) / seconds : 0;
        string thrown = culprit.Length > 0
            ? $"{culprit} throws {ShortOf(type)}"
            : $"{ShortOf(type)} is thrown in code that the trace does not name,";
        ExaminedRow? message = trace.Rows(ExceptionsView.Description, "exceptions")
            .FirstOrDefault(row => row.Text("type") == most.Text("type"));
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"{thrown} {ViewText.Count(rate)} times a second"
                + (message?.Text("message") is { Length: > 0 } text ? $": \"{text}\"." : "."),
            Culprit = culprit.Length > 0 ? culprit : type,
            Involved = [.. new[] { culprit, type, caller }.Where(one => one.Length > 0)],
            Stack = most.Stack("stack"),
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Reason = "The trace contains each exception with its stack.",
            Impact = Math.Min(1, rate / ManyPerSecond),
            Measure = new MeasureKey(MeasureKind.Exceptions, type),
            Evidence =
            [
                .. rows.Select(row => row.Evidence("count", $"exceptions of {row.Text("type")}, without rethrows")),
                .. message is null ? (Evidence[])[] : [message.Evidence("rethrown", "of them thrown again on the way")],
            ],
            NextStep = "Find out why it fails, and who catches it without a word: contrail view exceptions FILE "
                + "--stacks.",
        };
    }

    private static double SecondsOf(ExaminedTrace trace, ExaminedRow row) =>
        trace.SecondsOf(new MeasureKey(MeasureKind.Exceptions, row.Text("type")));

    private static string ShortOf(string type) => type[(type.LastIndexOf('.') + 1)..];
}
