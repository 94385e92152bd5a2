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
    private const int MaxEvidence = 3;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "exception-storm", "code that throws many exceptions", ModelNeeds.Exceptions, [ExceptionsView.Description],
        Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        IReadOnlyList<ExaminedRow> throwers = trace.Rows(ExceptionsView.Description, "throwers");
        Dictionary<string, double> byType = throwers.GroupBy(row => row.Text("type"))
            .ToDictionary(rows => rows.Key, rows => rows.Sum(row => row.Number("count")));
        return
        [
            .. Merged(trace, throwers)
                .Select(rows => (Rows: rows, Rate: rows.Sum(row => RateOf(trace, row, byType[row.Text("type")]))))
                .Where(group => group.Rows.Sum(row => row.Number("count")) >= MinCount && group.Rate >= MinPerSecond)
                .Select(group => Of(trace, group.Rows, group.Rate)),
            .. WithoutStacks(trace, byType),
        ];
    }

    // The rows of one throw: the runtime may inline the method that throws, and then its caller is the place for the
    // rest of the trace.
    private static List<ExaminedRow[]> Merged(ExaminedTrace trace, IReadOnlyList<ExaminedRow> throwers)
    {
        List<ExaminedRow[]> places =
        [
            .. throwers.GroupBy(row => CodeOf(trace, row) is { Length: > 0 } code ? code : row.Text("type"))
                .Select(rows => rows.ToArray()),
        ];
        for (int index = places.Count - 1; index >= 0; index--)
        {
            int inner = places.FindIndex(other => other != places[index] && Calls(trace, places[index], other));
            if (inner >= 0)
            {
                places[inner] = [.. places[inner], .. places[index]];
                places.RemoveAt(index);
            }
        }

        return places;
    }

    private static bool Calls(ExaminedTrace trace, ExaminedRow[] outer, ExaminedRow[] inner) =>
        outer.All(row => row.Text("type") == inner[0].Text("type"))
        && trace.OwnOf(inner[0].Stack("stack")).Skip(1).Contains(CodeOf(trace, outer[0]));

    private static string CodeOf(ExaminedTrace trace, ExaminedRow row) => trace.CodeOf(row.Stack("stack"));

    private static Finding Of(ExaminedTrace trace, ExaminedRow[] rows, double rate)
    {
        ExaminedRow most = rows[0];
        string type = TypeOf(most);
        string culprit = CodeOf(trace, most);
        string caller = trace.CallerOf(most.Stack("stack"));
        string thrown = culprit.Length > 0
            ? $"{culprit} throws {ShortOf(type)}"
            : $"{ShortOf(type)} is thrown in code that the trace does not name,";
        ExaminedRow? message = trace.Rows(ExceptionsView.Description, "exceptions")
            .FirstOrDefault(row => row.Text("type") == most.Text("type"));
        return Common(type, rate, message) with
        {
            Headline = HeadlineOf(thrown, rate, message),
            Culprit = culprit.Length > 0 ? culprit : type,
            Involved = [.. new[] { culprit, type, caller }.Where(one => one.Length > 0)],
            Stack = most.Stack("stack"),
            Reason = "The trace contains each exception with its stack.",
            Evidence =
            [
                .. rows.Take(MaxEvidence)
                    .Select(row => row.Evidence("count", $"exceptions of {row.Text("type")}, without rethrows")),
                .. message is null ? (Evidence[])[] : [message.Evidence("rethrown", "of them thrown again on the way")],
            ],
        };
    }

    // Not all recordings have stacks.
    private static IEnumerable<Finding> WithoutStacks(ExaminedTrace trace, Dictionary<string, double> placed)
    {
        foreach (IGrouping<string, ExaminedRow> rows in trace.Rows(ExceptionsView.Description, "exceptions")
            .GroupBy(row => row.Text("type")))
        {
            double count = rows.Sum(row => row.Number("count")) - placed.GetValueOrDefault(rows.Key);
            double rate = count / trace.SecondsOf(new MeasureKey(MeasureKind.Exceptions, rows.Key));
            if (count >= MinCount && rate >= MinPerSecond)
            {
                yield return Of([.. rows], rate);
            }
        }
    }

    private static Finding Of(ExaminedRow[] rows, double rate)
    {
        string type = TypeOf(rows[0]);
        return Common(type, rate, rows[0]) with
        {
            Headline = HeadlineOf($"{ShortOf(type)} is thrown", rate, rows[0]),
            Culprit = type,
            Involved = [type],
            Reason = "The trace contains each exception; these have no stack, so where they are thrown is unknown.",
            Evidence =
            [
                .. rows.Take(MaxEvidence)
                    .Select(row => row.Evidence("count", $"exceptions of {row.Text("type")}, without rethrows")),
            ],
            NextStep = "Find where they are thrown: record with --profile default, which has their stacks.",
        };
    }

    private static Finding Common(string type, double rate, ExaminedRow? message) => new()
    {
        Rule = Rule.Name,
        Headline = "",
        Culprit = "",
        Severity = FindingSeverity.Warning,
        Confidence = FindingConfidence.High,
        Reason = "",
        Impact = Math.Min(1, rate / ManyPerSecond),
        Measure = new MeasureKey(MeasureKind.Exceptions, type),
        Evidence = [],
        NextStep = "Find out why it fails, and which code catches it: contrail view exceptions FILE --stacks.",
    };

    private static string HeadlineOf(string thrown, double rate, ExaminedRow? message) =>
        $"{thrown} {ViewText.Count(rate)} times a second"
        + (message?.Text("message") is { Length: > 0 } text ? $": \"{text}\"." : ".");

    private static string TypeOf(ExaminedRow row) =>
        row.Text("type") is { Length: > 0 } known ? known : "an unknown type";

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
