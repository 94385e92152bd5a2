using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Scheduling;

/// <summary>Goroutines that could run and wait for a proc, because all are in use.</summary>
internal static class SchedulerLatencyRule
{
    private const double MinUsed = 0.9;
    private const double LongNanoseconds = 10e6;
    private const double MinReadyPerProc = 1;
    private const double ManyReadyPerProc = 20;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "scheduler-latency", "goroutines that wait for a free proc", ModelNeeds.ExecutionStates,
        [SchedulingView.Description, ProcsView.Description, StartFunctionsView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow[] procs = [.. trace.Rows(ProcsView.Description, "procs")];
        ExaminedRow[] ready = [.. trace.Rows(SchedulingView.Description, "functions")];
        ExaminedRow? suffers = ready.Where(row => !Executions.IsSystem(row.Text("function")))
            .MaxBy(row => row.Number("total"));
        if (procs.Length > 0 && suffers is not null
            && trace.Rows(StartFunctionsView.Description, "functions") is [var runs, ..]
            && procs.Average(row => row.Number("share")) >= MinUsed && suffers.Number("p50") >= LongNanoseconds
            && trace.AtAnyMoment(ready.Sum(row => row.Number("total"))) >= MinReadyPerProc * procs.Length)
        {
            yield return Of(trace, procs, ready, suffers, runs);
        }
    }

    private static Finding Of(
        ExaminedTrace trace, ExaminedRow[] procs, ExaminedRow[] ready, ExaminedRow suffers, ExaminedRow runs)
    {
        double waiting = trace.AtAnyMoment(ready.Sum(row => row.Number("total")));
        double share = runs.Number("running") / procs.Sum(row => row.Number("used"));
        string hog = NameOf(runs);
        ExaminedRow? where = Executions.Preempted(trace, runs.Text("function"));
        string place = where is null ? "" : trace.CodeOf(where.Stack("stack"));
        string at = place.Length > 0 && place != hog ? $", most often in {place}" : "";
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"Goroutines wait for a proc: all {procs.Length} are in use, on average {waiting:0.#} "
                + $"goroutines are ready. {NameOf(suffers)} runs {ViewText.Duration(suffers.Number("p50"))} late "
                + $"(median); {hog} has {ViewText.Percent(share)} of the procs' time{at}.",
            Culprit = place.Length > 0 ? place : hog,
            Involved = [.. new[] { hog, NameOf(suffers), place }.Where(one => one.Length > 0).Distinct()],
            Stack = where?.Stack("stack") ?? StackId.None,
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.Medium,
            Reason = "The trace contains which goroutines were ready and ran, not whether the machine or the processor "
                + "quota stopped the threads of the procs.",
            Impact = Math.Min(1, waiting / procs.Length / ManyReadyPerProc),
            Measure = new MeasureKey(MeasureKind.Ready, suffers.Text("function")),
            Evidence =
            [
                suffers.Evidence("total", $"goroutines of {NameOf(suffers)} were ready and did not run"),
                suffers.Evidence("p50", "median until one ran"),
                suffers.Evidence("p99", "99 of 100 ran within"),
                procs[^1].Evidence("share", "of the window the least used proc was in use"),
                runs.Evidence("running", $"{hog} ran"),
                .. where is null
                    ? Array.Empty<Evidence>()
                    : [where.Evidence("count", "times it ran there when others needed its proc")],
            ],
            Surer = "Compare GOMAXPROCS with the processor quota: cpu.max and cpu.stat of the control group.",
            NextStep = "Do less in the function that runs the most, run fewer goroutines of it at once, or give the "
                + "program more processors.",
        };
    }

    private static string NameOf(ExaminedRow row) =>
        row.Text("function") is { Length: > 0 } function ? Executions.Short(function) : "an unknown function";
}
