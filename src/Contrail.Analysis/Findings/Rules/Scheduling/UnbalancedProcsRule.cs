using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Scheduling;

/// <summary>One goroutine that has all of the work, while other procs have none.</summary>
internal static class UnbalancedProcsRule
{
    private const double MinBusy = 0.8;
    private const double MinShareOfWork = 0.5;
    private const double MaxProcsInUse = 1.6;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "unbalanced-procs", "one goroutine that has all of the work", ModelNeeds.ExecutionStates,
        [StartFunctionsView.Description, ProcsView.Description, SchedulingView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow[] procs = [.. trace.Rows(ProcsView.Description, "procs")];
        ExaminedRow[] functions = [.. trace.Rows(StartFunctionsView.Description, "functions")];
        double running = functions.Sum(row => row.Number("running"));
        if (procs.Length >= 2 && procs.Sum(row => row.Number("share")) <= MaxProcsInUse
            && functions is [var first, ..] && first.Number("count") == 1
            && !Executions.IsSystem(first.Text("function"))
            && trace.AtAnyMoment(first.Number("running") + first.Number("ready")) >= MinBusy
            && first.Number("running") >= MinShareOfWork * running)
        {
            yield return Of(trace, first, procs, first.Number("running") / running);
        }
    }

    private static Finding Of(ExaminedTrace trace, ExaminedRow busy, ExaminedRow[] procs, double share)
    {
        string function = Executions.Short(busy.Text("function"));
        ExaminedRow? yields = Executions.Preempted(trace, busy.Text("function"));
        StackId stack = yields?.Stack("stack") ?? StackId.None;
        string place = trace.CodeOf(stack);
        double waits = trace.AtAnyMoment(busy.Number("waiting") + busy.Number("syscalls"));
        string waiting = waits > 0 ? $"waits for {ViewText.Percent(waits)} of the window" : "never waits";
        string at = place.Length > 0 && place != function ? $", in {place}," : "";
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"One goroutine, started as {function}{at} has {ViewText.Percent(share)} of the work and "
                + $"{waiting}; the {procs.Length} procs are in use for "
                + $"{ViewText.Percent(procs.Average(row => row.Number("share")))} of the window.",
            Culprit = place.Length > 0 ? place : function,
            Involved = [.. new[] { function, place }.Where(one => one.Length > 0).Distinct()],
            Stack = stack,
            Severity = FindingSeverity.Info,
            Confidence = FindingConfidence.Medium,
            Reason = "The trace contains what each goroutine did, not whether the work can be divided.",
            Impact = Math.Min(1, trace.AtAnyMoment(busy.Number("running") + busy.Number("ready"))),
            Measure = new MeasureKey(MeasureKind.Running, busy.Text("function")),
            Evidence =
            [
                busy.Evidence("running", $"{function} ran"),
                busy.Evidence("ready", $"{function} was ready"),
                busy.Evidence("waiting", $"{function} waited"),
                procs[0].Evidence("share", "of the window the most used proc was in use"),
                procs[^1].Evidence("share", "the least used one"),
            ],
            Surer = "A CPU profile (/debug/pprof/profile) shows where it runs.",
            NextStep = "Divide the work into goroutines, if it can be; without runtime.LockOSThread where that is not "
                + "needed.",
        };
    }
}
