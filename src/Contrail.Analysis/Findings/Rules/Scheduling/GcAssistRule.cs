using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Scheduling;

/// <summary>Application code that has to work for the collector, because it allocates faster than that collects.
/// </summary>
internal static class GcAssistRule
{
    private const double MinShare = 0.05;
    private const double ManyShare = 0.5;
    private const double MinNanoseconds = 100e6;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "gc-assist", "code that works for the collector while it allocates", ModelNeeds.CollectionWork,
        [CollectionsView.Description, StartFunctionsView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow[] assists = [.. trace.Rows(CollectionsView.Description, "assists")];
        ExaminedRow[] functions = [.. trace.Rows(StartFunctionsView.Description, "functions")
            .Where(row => !Executions.IsSystem(row.Text("function")))];
        double total = assists.Sum(row => row.Number("total"));
        double running = functions.Sum(row => row.Number("running"));
        if (running > 0 && total >= MinNanoseconds && total >= MinShare * running
            && assists.FirstOrDefault(row => trace.CodeOf(row.Stack("stack")).Length > 0) is { } worst)
        {
            yield return Of(trace, worst, functions[0], total / running);
        }
    }

    private static Finding Of(ExaminedTrace trace, ExaminedRow worst, ExaminedRow function, double share)
    {
        string code = trace.CodeOf(worst.Stack("stack"));
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"{code} works for the collector while it allocates: "
                + $"{ViewText.Duration(worst.Number("total"))}; assists are {ViewText.Percent(share)} of the time that "
                + "the application ran.",
            Culprit = code,
            Involved = [code],
            Stack = worst.Stack("stack"),
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Reason = "The trace contains each assist, with the allocation that had to make it.",
            Impact = Math.Min(1, share / ManyShare),
            Measure = new MeasureKey(MeasureKind.Collections, ""),
            Evidence =
            [
                worst.Evidence("total", $"{code} worked for the collector"),
                worst.Evidence("count", "assists"),
                worst.Evidence("max", "longest assist"),
                function.Evidence("running", "the function with the most processor time ran"),
            ],
            Surer = "A heap profile (/debug/pprof/allocs) shows what is allocated.",
            NextStep = "Allocate less there (reuse buffers, sync.Pool, fewer pointers), or raise GOGC or GOMEMLIMIT if "
                + "memory is free.",
        };
    }
}
