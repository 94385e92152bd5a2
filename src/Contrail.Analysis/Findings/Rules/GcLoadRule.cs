using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>A program that spends much of its time in pauses for collections, because it allocates much.</summary>
internal static class GcLoadRule
{
    private const double WarnShare = 0.1;
    private const double ManyShare = 0.5;
    private const double MinCount = 5;

    /// <summary>A smaller part of a pause is not worth a line.</summary>
    private const double NamedShare = 0.1;

    private static readonly MeasureKey Pauses = new(MeasureKind.Pauses, "");

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "gc-load", "time spent in collections", ModelNeeds.Pauses | ModelNeeds.Collections,
        [
            GcPausesView.Description, CollectionsView.Description, AllocationsView.Description,
            HotMethodsView.Description,
        ],
        Examine);

    // What passes until all threads have stopped is not the collector's work.
    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow[] causes =
        [
            .. trace.Rows(GcPausesView.Description, "causes")
                .Where(row => !row.Text("cause").StartsWith("not a collection", StringComparison.Ordinal)),
        ];
        double total = causes.Sum(row => row.Number("total") - row.Number("suspension"));
        if (causes.Sum(row => row.Number("count")) >= MinCount && total >= WarnShare * trace.NanosecondsOf(Pauses)
            && trace.WindowNanoseconds > 0)
        {
            yield return Of(trace, causes, total);
        }
    }

    private static Finding Of(ExaminedTrace trace, ExaminedRow[] causes, double total)
    {
        ExaminedRow? place = AllocationRows.Place(trace);
        ExaminedRow? type = AllocationRows.Type(trace);
        GcTriggers triggers = GcTriggers.Of(trace);
        StackId stack = place?.Stack("stack") ?? triggers.Stack;
        string code = trace.CodeOf(stack);
        string who = place is null ? triggers.Text : $" {code} allocates the most.";
        double share = total / trace.NanosecondsOf(Pauses);
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"Collections stopped all {trace.Workers} for {ViewText.Percent(share)} of "
                + $"{OfTime(trace)}.{who}",
            Culprit = code,
            Involved = [.. triggers.Requesters.Append(code).Where(one => one.Length > 0).Distinct()],
            Stack = stack,
            Severity = share >= ManyShare ? FindingSeverity.Critical : FindingSeverity.Warning,
            Confidence = place is null ? FindingConfidence.Medium : FindingConfidence.High,
            Reason = place is null
                ? "The pauses are in the trace; what was allocated was not recorded, only where collections started."
                : "The pauses and sampled allocations are in the trace.",
            Impact = Math.Min(1, share / ManyShare),
            Excess = share / WarnShare,
            Measure = Pauses,
            Evidence =
            [
                .. causes.Take(3).SelectMany(row => Paused(trace, row)),
                .. CpuEvidence.OfRuntime(trace),
                .. triggers.Evidence,
                .. AllocationRows.OfPlace(place),
                .. AllocationRows.OfType(type),
            ],
            Surer = place is null ? HowToSeeTypes(trace) : "",
            NextStep = $"Allocate less{(code.Length > 0 ? " there" : "")}: {HowToAllocateLess(trace)}.",
        };
    }

    private static string HowToSeeTypes(ExaminedTrace trace) => trace.Context.HasGoroutines
        ? "A heap profile (/debug/pprof/allocs) shows what is allocated, and where."
        : "Record with --profile gc: it shows which types are allocated, and where.";

    private static string HowToAllocateLess(ExaminedTrace trace) => trace.Context.HasGoroutines
        ? "reuse buffers, use fewer pointers; or raise GOGC or GOMEMLIMIT if memory is free"
        : "reuse buffers, avoid copies and boxing, read in parts";

    private static IEnumerable<Evidence> Paused(ExaminedTrace trace, ExaminedRow row)
    {
        yield return row.Evidence("total", $"paused: {row.Text("cause")}");
        if (row.Number("suspension") > row.Number("total") * NamedShare)
        {
            yield return row.Evidence(
                "suspension", $"of that, until all {trace.Workers} had stopped, which does not count");
        }
    }

    private static string OfTime(ExaminedTrace trace) => trace.NanosecondsOf(Pauses) is var nanoseconds
        && nanoseconds < trace.WindowNanoseconds
            ? ViewText.Duration(nanoseconds)
            : "the window";
}
