using Contrail.Core.Snapshots;

namespace Contrail.Tool.Output;

/// <summary>What a repair kept and dropped, in a line.</summary>
internal static class RepairWords
{
    public static string Tell(TraceRepair repair)
    {
        string kept = $"{Page.Counted(repair.Events, "event")} kept, {Plain.Count(repair.TornAt)} of "
            + $"{Plain.Count(repair.SourceBytes)} bytes";
        string dropped = repair.Reason.Length > 0
            ? $"; {Plain.Count(repair.DroppedBytes)} dropped from byte {Plain.Count(repair.TornAt)} on: {repair.Reason}"
            : "";
        string duplicates = repair.DuplicatesDropped > 0
            ? $"; {Page.Counted(repair.DuplicatesDropped, "duplicate definition")} left out"
            : "";
        return kept + dropped + duplicates;
    }
}
