using Contrail.Core.Snapshots;

namespace Contrail.Tool.Output;

/// <summary>What a repair kept and dropped, in a line.</summary>
internal static class RepairWords
{
    /// <summary>What a repaired file remembers of it.</summary>
    public static string Tell(RepairFacts repair) =>
        $"from {Plain.Count(repair.TornAt)} of {Plain.Count(repair.SourceBytes)} bytes"
            + (repair.Reason.Length > 0 ? $": {repair.Reason}" : "")
            + Duplicates(repair.DuplicatesDropped);

    public static string Tell(TraceRepair repair)
    {
        string parts = repair.Generations is { } generations
            ? Page.Counted(generations, "generation")
            : Page.Counted(repair.Events, "event");
        string kept = $"{parts} kept, {Plain.Count(repair.TornAt)} of "
            + $"{Plain.Count(repair.SourceBytes)} bytes";
        string dropped = repair.Reason.Length > 0
            ? $"; {Plain.Count(repair.DroppedBytes)} dropped from byte {Plain.Count(repair.TornAt)} on: {repair.Reason}"
            : "";
        return kept + dropped + Duplicates(repair.DuplicatesDropped);
    }

    private static string Duplicates(long count) =>
        count > 0 ? $"; {Page.Counted(count, "duplicate definition")} left out" : "";
}
