using Contrail.Analysis.Views.Catalog;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>What blocks the threads of a pool: recorded waits, or else samples of its threads.</summary>
internal static class PoolBlockers
{
    // One thread that always waits can be a loop that takes from a queue.
    private const double MinThreads = 1.5;
    private const double MaxRatio = 2;

    /// <summary>Of the samples of pool threads with work.</summary>
    private const double MinShare = 0.5;
    private const double MinSamples = 50;
    private const double MinStarvedNanoseconds = 1e9;

    /// <summary>The place with the longest waits; one of code with a name if it blocks about as much. Null for none.
    /// </summary>
    public static ExaminedRow? OfWaits(ExaminedTrace trace)
    {
        ExaminedRow[] blocked =
        [
            .. trace.Rows(ThreadPoolView.Description, "workers")
                .Where(row => (!row.IsKnown("threads") || row.Number("threads") >= MinThreads)
                    && row.Number("total") >= MinThreads * TimeOf(trace, row))
                .OrderByDescending(row => row.Number("total")),
        ];
        return Array.Find(
                blocked,
                row => trace.CodeOf(row.Stack("stack")).Length > 0
                    && MaxRatio * row.Number("total") >= blocked[0].Number("total"))
            ?? blocked.FirstOrDefault();
    }

    /// <summary>
    /// The place in known code where pool threads were in most samples, outside of managed code; null if there is none,
    /// or if they compute there.
    /// </summary>
    /// <param name="trace">The trace.</param>
    /// <param name="reasons">The reasons for which the pool changes its size when threads are blocked.</param>
    public static ExaminedRow? OfSamples(ExaminedTrace trace, IReadOnlyList<string> reasons)
    {
        double starved = StarvedNanoseconds(trace, reasons);
        return trace.Rows(ThreadPoolView.Description, ThreadPoolView.SampledName).FirstOrDefault(row =>
            row.Number("samples") >= MinSamples && row.Number("share") >= MinShare
            && row.Number("workers") >= MinThreads
            && row.Number("threads") * trace.WindowNanoseconds >= MinThreads * starved
            && trace.CodeOf(row.Stack("stack")).Length > 0 && !HotNativeRule.IsComputing(row.Text("callee")));
    }

    private static double TimeOf(ExaminedTrace trace, ExaminedRow row) =>
        trace.NanosecondsOf(new MeasureKey(MeasureKind.Waits, trace.PlaceOf(row.Stack("stack"))));

    // An incident is often at the end of a long window.
    private static double StarvedNanoseconds(ExaminedTrace trace, IReadOnlyList<string> reasons)
    {
        ExaminedRow[] rows =
        [
            .. trace.Rows(ThreadPoolView.Description, "adjustments")
                .Where(row => reasons.Contains(row.Text("reason"))),
        ];
        double range = rows.Length == 0 ? 0 : rows[^1].Time("time").Nanoseconds - rows[0].Time("time").Nanoseconds;
        return Math.Min(trace.WindowNanoseconds, Math.Max(MinStarvedNanoseconds, range));
    }
}
