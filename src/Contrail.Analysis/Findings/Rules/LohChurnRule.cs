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
        ExaminedRow main = rows.FirstOrDefault(row => trace.CodeOf(row.Stack("stack")).Length > 0) ?? rows[0];
        string code = trace.CodeOf(main.Stack("stack"));
        ExaminedRow? type = AllocationRows.Type(trace);
        double seconds = trace.SecondsOf(Measure);
        double rate = seconds > 0 ? count / seconds : 0;
        string who = code.Length > 0 ? $"{code} allocates" : "Unknown code allocates";
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"{who} large objects (85,000 bytes or more) so often that generation 2 was collected for them "
                + $"{ViewText.Count(count)} times, {rate:0.#} times a second.",
            Culprit = code.Length > 0 ? code : type?.Text("type") ?? "",
            Involved = code.Length > 0 ? [code] : [],
            Stack = main.Stack("stack"),
            Severity = FindingSeverity.Warning,
            Confidence = code.Length > 0 ? FindingConfidence.High : FindingConfidence.Medium,
            Reason = code.Length > 0
                ? "The trace contains the reason of each collection, and the allocation that triggered it."
                : "The trace contains the reason of each collection, and no stack of the allocation.",
            Impact = Math.Min(1, rate / ManyPerSecond),
            Measure = Measure,
            Evidence =
            [
                .. rows.Select(row => row.Evidence("count", "collections of generation 2 for large objects")),
                main.Evidence("pause", "all threads were stopped for them"),
                .. AllocationRows.OfType(type),
            ],
            Surer = type is null ? "Record with --profile gc: it shows the types." : "",
            NextStep = "Reuse the buffers (ArrayPool), or work in parts smaller than 85,000 bytes.",
        };
    }
}
