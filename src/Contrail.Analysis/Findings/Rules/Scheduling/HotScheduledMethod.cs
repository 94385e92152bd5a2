using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Scheduling;

/// <summary>
/// A method of a Go program that uses a processor much of the time. Samples show which one it is, the states of all
/// goroutines how much they run: a trace does not contain the time between samples.
/// </summary>
internal static class HotScheduledMethod
{
    private const double MinShare = 0.4;
    private const double MinSamples = 50;
    private const double MinProcs = 0.1;
    private const double WarnProcs = 0.2;

    /// <summary>The methods.</summary>
    public static IEnumerable<Finding> Find(ExaminedTrace trace)
    {
        IReadOnlyList<ExaminedRow> all = [.. trace.Rows(StartFunctionsView.Description, StartFunctionsView.AllName)];
        if (all.Count == 0)
        {
            return [];
        }

        double procs = trace.AtAnyMoment(all[0].Number("running"));
        return trace.Rows(HotMethodsView.Description, HotMethodsView.PlacesName)
            .Where(row => row.Number("samples") >= MinSamples && row.Number("share") >= MinShare
                && row.Number("share") * procs >= MinProcs)
            .Select(row => Of(trace, row, all[0], procs));
    }

    private static Finding Of(ExaminedTrace trace, ExaminedRow row, ExaminedRow all, double procs)
    {
        string code = trace.CodeOf(row.Stack("stack"));
        string caller = trace.CallerOf(row.Stack("stack"));
        string from = caller.Length > 0 ? $", called by {caller}," : "";
        double used = row.Number("share") * procs;
        return new Finding
        {
            Rule = HotMethodRule.Rule.Name,
            Headline = $"{code}{from} has {ViewText.Percent(row.Number("share"))} of the CPU samples; "
                + $"goroutines run {ViewText.Duration(all.Number("running"))} in all: on average {procs:0.0#} at any "
                + "moment.",
            Culprit = code,
            Involved = [.. new[] { code, caller }.Where(one => one.Length > 0)],
            Stack = row.Stack("stack"),
            Severity = used >= WarnProcs ? FindingSeverity.Warning : FindingSeverity.Info,
            Confidence = FindingConfidence.Medium,
            Reason = "Samples find goroutines that use a processor, while the CPU profiler is on; how much all of them "
                + "run is known for the whole window.",
            Impact = Math.Min(1, used),
            Evidence =
            [
                row.Evidence("samples", "samples in this method and what it calls"),
                row.Evidence("share", "of all CPU samples"),
                all.Evidence("running", "all goroutines together ran"),
            ],
            NextStep = $"Do this work less often or on less data: {CommandText.Callers(code)} lists callers.",
        };
    }
}
