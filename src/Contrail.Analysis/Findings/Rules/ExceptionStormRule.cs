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
    private const double MaxOutside = 0.05;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "exception-storm", "code that throws many exceptions", ModelNeeds.Exceptions, [ExceptionsView.Description],
        Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        IReadOnlyList<ExaminedRow> throwers = trace.Rows(ExceptionsView.Description, "throwers");
        Dictionary<string, double> byType = throwers.GroupBy(row => row.Text("type"))
            .ToDictionary(rows => rows.Key, rows => rows.Sum(row => row.Number("count")));
        return throwers
            .Where(row => row.Number("count") >= MinCount && Rate(row) >= MinPerSecond)
            .GroupBy(row => trace.CodeOf(row.Stack("stack")) is { Length: > 0 } code ? code : row.Text("type"))
            .Select(rows => Of(trace, [.. rows], Rate(rows.First())));

        double Rate(ExaminedRow row) => RateOf(trace, row, byType[row.Text("type")]);
    }

    private static Finding Of(ExaminedTrace trace, ExaminedRow[] rows, double rate)
    {
        ExaminedRow most = rows[0];
        string type = most.Text("type") is { Length: > 0 } known ? known : "an unknown type";
        string culprit = trace.CodeOf(most.Stack("stack"));
        string caller = trace.CallerOf(most.Stack("stack"));
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
            NextStep = "Find out why it fails, and which code catches it: contrail view exceptions FILE --stacks.",
        };
    }

    // The time is that of the type, of which a twentieth can be outside of it: possibly of this code.
    private static double RateOf(ExaminedTrace trace, ExaminedRow row, double ofType)
    {
        double seconds = trace.SecondsOf(new MeasureKey(MeasureKind.Exceptions, row.Text("type")));
        bool isWhole = seconds >= trace.WindowSeconds;
        double inside = isWhole ? row.Number("count") : row.Number("count") - (MaxOutside * ofType);
        return seconds > 0 ? Math.Max(0, inside) / seconds : 0;
    }

    private static string ShortOf(string type) => type[(type.LastIndexOf('.') + 1)..];
}
