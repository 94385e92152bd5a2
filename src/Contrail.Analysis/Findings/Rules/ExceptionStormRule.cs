using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Code that throws exceptions all the time.</summary>
internal static class ExceptionStormRule
{
    private const int MaxMessageChars = 100;
    private const double MinPerSecond = 5;

    /// <summary>Without a stack, the throws of one exception in async methods that call each other all count.</summary>
    private const double MinUnplacedPerSecond = 25;

    private const double MinSpreadPerSecond = 25;
    private const double ManyPerSecond = 1_000;
    private const double MinCount = 20;
    private const double MaxOutside = 0.05;
    private const int MaxEvidence = 3;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "exception-storm", "code that throws many exceptions", ModelNeeds.Exceptions,
        [ExceptionsView.Description, HotMethodsView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        IReadOnlyList<ExaminedRow> throwers = trace.Rows(ExceptionsView.Description, "throwers");
        Dictionary<string, double> byType = throwers.GroupBy(row => row.Text("type"))
            .ToDictionary(rows => rows.Key, rows => rows.Sum(row => row.Number("count")));
        Finding[] placed =
        [
            .. InlinedPlaces.Join(trace, throwers, row => row.Text("type"))
                .Select(rows => (Rows: rows, Rate: rows.Sum(row => RateOf(trace, row, byType[row.Text("type")]))))
                .Where(group => group.Rows.Sum(row => row.Number("count")) >= MinCount && group.Rate >= MinPerSecond)
                .Select(group => Of(trace, group.Rows, group.Rate)),
        ];
        HashSet<string> found = [.. placed.Select(finding => finding.Measure!.Value.Subject)];
        return [.. placed, .. trace.Rows(ExceptionsView.Description, "exceptions").GroupBy(row => row.Text("type"))
            .Where(rows => !found.Contains(rows.Key)).SelectMany(rows => WithoutPlace(trace, [.. rows]))];
    }

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
        return Common(type, rate) with
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
                .. CpuEvidence.OfThrower(trace, culprit),
                .. message?.Number("rethrown") > 0
                    ? (Evidence[])
                    [
                        message.Evidence("rethrown", "rethrows: one exception can be thrown again several times"),
                    ]
                    : [],
            ],
        };
    }

    // Not all recordings have stacks, and many methods can throw one type, each too rarely.
    private static IEnumerable<Finding> WithoutPlace(ExaminedTrace trace, ExaminedRow[] rows)
    {
        double unplaced = rows.Sum(row => row.Number("unplaced"));
        bool hasStacks = unplaced == 0;
        double count = hasStacks ? rows.Sum(row => row.Number("count")) : unplaced;
        double rate = count / trace.SecondsOf(new MeasureKey(MeasureKind.Exceptions, rows[0].Text("type")));
        if (count < MinCount || rate < (hasStacks ? MinSpreadPerSecond : MinUnplacedPerSecond))
        {
            yield break;
        }

        string type = TypeOf(rows[0]);
        yield return Common(type, rate) with
        {
            Headline = HeadlineOf($"{ShortOf(type)} is thrown{(hasStacks ? ", by many methods," : "")}", rate, rows[0]),
            Culprit = type,
            Involved = [type],
            Confidence = hasStacks ? FindingConfidence.High : FindingConfidence.Medium,
            Reason = hasStacks
                ? "The trace contains each exception with its stack, and no method throws many."
                : "These exceptions have no stack: where they are thrown is unknown, and one that is thrown again in "
                    + "its callers counts each time.",
            Evidence =
            [
                .. rows.Take(MaxEvidence).Select(row => hasStacks
                    ? row.Evidence("count", $"exceptions of {row.Text("type")}, without rethrows")
                    : row.Evidence("unplaced", $"throws of {row.Text("type")} without a stack")),
            ],
            NextStep = hasStacks
                ? "Find what their callers have in common: contrail view exceptions FILE --stacks."
                : "Find where they are thrown: record with --profile default, which has their stacks.",
        };
    }

    private static Finding Common(string type, double rate) => new()
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
        + (message?.Text("message") is { Length: > 0 } text ? $": \"{FirstLineOf(text)}\"." : ".");

    // A message can have lines of details.
    private static string FirstLineOf(string message)
    {
        int end = message.AsSpan().IndexOfAny('\r', '\n');
        string line = end > 0 ? message[..end] : message;
        return line.Length <= MaxMessageChars ? line : line[..MaxMessageChars] + "…";
    }

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

    /// <summary>The name of a type without its namespace.</summary>
    public static string ShortOf(string type) => type[(type.LastIndexOf('.') + 1)..];
}
