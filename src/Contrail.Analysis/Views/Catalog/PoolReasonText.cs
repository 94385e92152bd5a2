using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Explains why the thread pool changed its number of threads.</summary>
internal static class PoolReasonText
{
    /// <summary>What an adjustment means for the application.</summary>
    public static string Of(in PoolAdjustment adjustment) => adjustment.Cause switch
    {
        PoolAdjustmentCause.Starvation =>
            "work waited in the queue for 0.5 s and no thread became free: threads were blocked or busy",
        PoolAdjustmentCause.Blocking =>
            "pool threads began or ended a wait for a task (Task.Wait, Task.Result), also a short one: the pool adds "
                + "threads meanwhile",
        PoolAdjustmentCause.Tuning => "normal search for the number of threads with the best throughput",
        _ => "unknown",
    };
}
