using Contrail.Analysis.Views.Catalog;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>
/// How many threads a pool adds because others wait for tasks. It adds one for nearly each such wait, also for a short
/// one, and removes it when the wait ends: what counts is how many it adds, and for how long.
/// </summary>
internal static class PoolGrowth
{
    private const double SustainedThreads = 4;
    private const double SustainedNanoseconds = 1e9;

    /// <summary>Up to twice the processors it adds threads at once, beyond that only while waits last.</summary>
    private const double ManyPerProcessor = 4;
    private const double MinMany = 16;

    /// <summary>
    /// Whether several threads waited at the same time for a second or longer, or the pool has many more threads than
    /// there are processors.
    /// </summary>
    /// <param name="trace">The trace.</param>
    /// <param name="reason">The reason of the adjustments.</param>
    public static bool IsSustained(ExaminedTrace trace, string reason)
    {
        ExaminedRow[] rows = [.. trace.Rows(ThreadPoolView.Description, "adjustments")];
        int processors = trace.Context.File.ProcessorCount;
        double many = Math.Max(MinMany, ManyPerProcessor * processors);
        return IsLong(trace, rows, reason)
            || (processors > 0
                && Array.Exists(rows, row => row.Text("reason") == reason && row.Number("target") >= many));
    }

    // Only the changes for this reason: the pool also changes its target to find the best one.
    private static bool IsLong(ExaminedTrace trace, ExaminedRow[] rows, string reason)
    {
        double added = 0;
        double least = 0;
        double? since = null;
        for (int index = 1; index < rows.Length; index++)
        {
            double change = rows[index].Number("target") - rows[index - 1].Number("target");
            added += rows[index].Text("reason") == reason ? change : 0;
            least = Math.Min(least, added);
            since = added - least < SustainedThreads ? null : since ?? rows[index].Time("time").Nanoseconds;
            double end = index + 1 < rows.Length ? rows[index + 1].Time("time").Nanoseconds : trace.WindowNanoseconds;
            if (end - since >= SustainedNanoseconds)
            {
                return true;
            }
        }

        return false;
    }
}
