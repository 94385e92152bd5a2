using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Code that calls GC.Collect or runtime.GC, and collections that something else requested.</summary>
internal static class InducedCollectionsRule
{
    private const double WarnCount = 3;
    private const double WarnPerSecond = 0.2;
    private const double WarnShare = 0.01;
    private const double WarnNanoseconds = 100e6;
    private const double ManyShare = 0.2;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "induced-collections", "code that requests collections", ModelNeeds.Collections, [CollectionsView.Description],
        Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        IEnumerable<ExaminedRow> induced = trace.Rows(CollectionsView.Description, "places")
            .Where(row => row.Text("reason").Contains("induced", StringComparison.Ordinal)
                && !row.Text("reason").Contains("low memory", StringComparison.Ordinal));
        return InlinedPlaces.Join(trace, induced, static _ => "").Select(rows => Of(trace, rows));
    }

    private static Finding Of(ExaminedTrace trace, ExaminedRow[] rows)
    {
        ExaminedRow first = rows[0];
        string culprit = trace.CodeOf(first.Stack("stack"));
        double count = rows.Sum(row => row.Number("count"));
        double paused = rows.Sum(row => row.Number("pause"));
        MeasureKey measure = new(MeasureKind.Collections, first.Text("reason"));
        double share = trace.WindowNanoseconds > 0 ? Math.Min(1, paused / trace.WindowNanoseconds) : 0;
        bool isMuch = (paused >= WarnNanoseconds && share >= WarnShare)
            || (count >= WarnCount && count >= WarnPerSecond * trace.SecondsOf(measure));
        string call = trace.Context.HasGoroutines ? "runtime.GC" : "GC.Collect";
        string stopped = rows.Any(row => row.IsKnown("pause"))
            ? $" stopped all {trace.Workers} for {ViewText.Duration(paused)} ({ViewText.Percent(share)} of the window)"
            : " ran";
        string collections = ViewText.Counted(count, "collection");
        bool isKnown = culprit.Length > 0;
        return new Finding
        {
            Rule = Rule.Name,
            Headline = isKnown
                ? $"{culprit} calls {call}: {collections} that nothing else required{stopped}."
                : $"{collections} that something requested ({call}, or a diagnostic tool){stopped}.",
            Culprit = culprit,
            Involved = isKnown ? [culprit] : [],
            Stack = first.Stack("stack"),
            Severity = isMuch && (isKnown || count >= WarnCount) ? FindingSeverity.Warning : FindingSeverity.Info,
            Confidence = isKnown ? FindingConfidence.High : FindingConfidence.Medium,
            Reason = isKnown
                ? "The trace contains the reason of each collection, and the stack that induced it."
                : "The trace contains the reason of each collection, and no code of the program that requested it: "
                    + "a heap dump by a diagnostic tool has none either.",
            Impact = Math.Min(1, share / ManyShare),
            Measure = measure,
            Evidence = [.. rows.SelectMany(row => Figures(trace, row))],
            NextStep = isKnown
                ? "Remove the call: the collector decides better when to run."
                : "Find out whether a tool (dotnet-gcdump, dotnet-monitor, a heap profile) ran then; if not, look for "
                    + $"{call} in the program and its libraries.",
        };
    }

    private static IEnumerable<Evidence> Figures(ExaminedTrace trace, ExaminedRow row)
    {
        yield return row.Evidence("count", $"collections, {row.Text("reason")}");
        if (row.IsKnown("pause"))
        {
            yield return row.Evidence("pause", $"all {trace.Workers} were stopped for them");
        }
    }
}
