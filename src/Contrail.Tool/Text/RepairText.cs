using Contrail.Capture;
using Contrail.Core.Files;

namespace Contrail.Tool.Text;

/// <summary>Describes in one line what a repair kept and dropped.</summary>
internal static class RepairText
{
    private const int MaxTimeChars = 40;

    /// <summary>Describes the repair that a repaired file records.</summary>
    public static string Describe(RepairFacts repair) =>
        $"from {NumberFormat.Count(repair.TornAt)} of {NumberFormat.Count(repair.SourceBytes)} bytes"
            + (repair.Reason.Length > 0 ? $": {repair.Reason}" : "")
            + LeftOut(repair.DefinitionsDropped, repair.EventsDropped)
            + NotKept(
                repair.SoundPartsDropped, "block", repair.SoundBytesDropped, repair.TracesDropped,
                repair.DroppedCountsAreMinimums)
            + (repair.TimeReplacedBy is { } time ? Replaced(TerminalSanitizer.Clean(time, MaxTimeChars)) : "");

    public static string Describe(TraceRepair repair)
    {
        string parts = repair.Generations is { } generations
            ? Page.Counted(generations, "generation")
            : Page.Counted(repair.Events ?? 0, "event");
        string kept = $"{parts} kept, {NumberFormat.Count(repair.TornAt)} of "
            + $"{NumberFormat.Count(repair.SourceBytes)} bytes";
        string dropped = repair.Fault is { } fault
            ? $"; {NumberFormat.Count(repair.DroppedBytes)} dropped from byte "
                + $"{NumberFormat.Count(repair.TornAt)} on: {TraceFaultText.Of(fault)}"
            : "";
        string part = repair.Generations is null ? "block" : "generation";
        return kept + dropped + LeftOut(repair.DefinitionsDropped, repair.EventsDropped)
            + NotKept(
                repair.SoundPartsDropped, part, repair.SoundBytesDropped, repair.TracesDropped,
                repair.DroppedCountsAreMinimums)
            + (repair.TimeReplacedBy is { } time ? Replaced(TimeFormat.Day(time) + " UTC") : "");
    }

    /// <summary>Describes readable data after the end of a file that needed no repair; empty without any.</summary>
    public static string Following(TraceRepair repair) => NotKept(
        repair.SoundPartsDropped, repair.Generations is null ? "block" : "generation",
        repair.SoundBytesDropped, repair.TracesDropped, repair.DroppedCountsAreMinimums);

    private static string NotKept(long parts, string part, long bytes, long traces, bool areMinimums)
    {
        string least = areMinimums ? "at least " : "";
        return (parts > 0 || areMinimums
                ? $"; not kept: {least}{Page.Counted(parts, $"readable {part}")} ({NumberFormat.Count(bytes)} "
                    + "bytes) after it"
                : "")
            + (traces > 0 ? $"; {least}{Page.Counted(traces, "further trace")} in the file not kept" : "");
    }

    private static string Replaced(string time) =>
        $"; the invalid start time was replaced by {time}: times of day are wrong";

    private static string LeftOut(long definitions, long events) =>
        (definitions > 0 ? $"; {Page.Counted(definitions, "repeated or unreadable definition")} left out" : "")
        + (events > 0 ? $", with {Page.Counted(events, "event")}" : "");
}
