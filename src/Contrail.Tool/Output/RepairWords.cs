using Contrail.Core.Snapshots;

namespace Contrail.Tool.Output;

/// <summary>What a repair kept and dropped, in a line.</summary>
internal static class RepairWords
{
    /// <summary>What a repaired file remembers of it.</summary>
    public static string Tell(RepairFacts repair) =>
        $"from {Plain.Count(repair.TornAt)} of {Plain.Count(repair.SourceBytes)} bytes"
            + (repair.Reason.Length > 0 ? $": {repair.Reason}" : "")
            + LeftOut(repair.DefinitionsDropped, repair.EventsDropped);

    public static string Tell(TraceRepair repair)
    {
        string parts = repair.Generations is { } generations
            ? Page.Counted(generations, "generation")
            : Page.Counted(repair.Events ?? 0, "event");
        string kept = $"{parts} kept, {Plain.Count(repair.TornAt)} of "
            + $"{Plain.Count(repair.SourceBytes)} bytes";
        string dropped = repair.Reason.Length > 0
            ? $"; {Plain.Count(repair.DroppedBytes)} dropped from byte {Plain.Count(repair.TornAt)} on: {repair.Reason}"
            : "";
        return kept + dropped + LeftOut(repair.DefinitionsDropped, repair.EventsDropped);
    }

    private static string LeftOut(long definitions, long events) =>
        (definitions > 0 ? $"; {Page.Counted(definitions, "repeated or unreadable definition")} left out" : "")
        + (events > 0 ? $", with {Page.Counted(events, "event")}" : "");
}
