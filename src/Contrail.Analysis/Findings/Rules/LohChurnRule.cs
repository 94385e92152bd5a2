using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Large objects are allocated so often that generation 2 is collected for them.</summary>
internal static class LohChurnRule
{
    private const double MinCount = 5;
    private const double MinPerSecond = 0.5;
    private const double ManyPerSecond = 20;
    private const double MostShare = 0.5;
    private const int MaxEvidence = 5;
    private const string Reason = "large objects allocated";

    private static readonly MeasureKey Measure = new(MeasureKind.Collections, Reason);

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "loh-churn", "large objects that are allocated all the time", ModelNeeds.Collections,
        [CollectionsView.Description, AllocationsView.Description], Examine)
    {
        FormatNeeds = ModelNeeds.HeapStates,
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow[] rows =
            [.. trace.Rows(CollectionsView.Description, "places").Where(row => row.Text("reason") == Reason)];
        double count = rows.Sum(row => row.Number("count"));
        if (count >= MinCount && count >= MinPerSecond * trace.SecondsOf(Measure))
        {
            yield return Of(trace, rows, count);
        }
    }

    private static Finding Of(ExaminedTrace trace, ExaminedRow[] rows, double count)
    {
        ExaminedRow[] main = MainOf(trace, rows);
        string code = trace.CodeOf(main[0].Stack("stack"));
        double share = main.Sum(row => row.Number("count")) / count;
        bool isMost = code.Length > 0 && share > MostShare;
        ExaminedRow? type = AllocationRows.Type(trace);
        double seconds = trace.SecondsOf(Measure);
        double rate = seconds > 0 ? count / seconds : 0;
        string times = $"{ViewText.Count(count)} times, {rate:0.#} times a second";
        return new Finding
        {
            Rule = Rule.Name,
            Headline = (isMost ? $"{code} allocates large objects" : "Large objects are allocated")
                + $" (85,000 bytes or more) so often that generation 2 was collected for them {times}."
                + (code.Length == 0 ? "" : $" {ViewText.Percent(share)} of these collections started in {code}."),
            Culprit = code.Length > 0 ? code : type?.Text("type") ?? "",
            Involved = code.Length > 0 ? [code] : [],
            Stack = main[0].Stack("stack"),
            Severity = FindingSeverity.Warning,
            Confidence = isMost ? FindingConfidence.High : FindingConfidence.Medium,
            Reason = ReasonOf(code, isMost),
            Impact = Math.Min(1, rate / ManyPerSecond),
            Measure = Measure,
            Evidence =
            [
                .. rows.Take(MaxEvidence)
                    .Select(row => row.Evidence("count", $"collections for them, {Where(trace, row)}")),
                main[0].Evidence("pause", $"all threads were stopped for those {Where(trace, main[0])}"),
                .. AllocationRows.OfType(type),
            ],
            Surer = type is null ? "Record with --profile gc: it shows the types." : "",
            NextStep = "Reuse the buffers (ArrayPool), or work in parts smaller than 85,000 bytes.",
        };
    }

    // The code in which most of them started; that of the first row if none is known.
    private static ExaminedRow[] MainOf(ExaminedTrace trace, ExaminedRow[] rows) => rows
        .GroupBy(row => trace.CodeOf(row.Stack("stack")))
        .Where(code => code.Key.Length > 0)
        .Select(code => code.ToArray())
        .MaxBy(code => code.Sum(row => row.Number("count"))) ?? [rows[0]];

    private static string ReasonOf(string code, bool isMost) =>
        code.Length == 0 ? "The trace contains the reason of each collection, and no stack of the allocation."
        : isMost ? "The trace contains the reason of each collection, and the allocation that triggered it."
        : "The trace contains the reason of each collection. The others started in other code, or in code that the "
            + "trace does not contain.";

    private static string Where(ExaminedTrace trace, ExaminedRow row) =>
        trace.CodeOf(row.Stack("stack")) is { Length: > 0 } code ? $"started in {code}" : "started in unknown code";
}
