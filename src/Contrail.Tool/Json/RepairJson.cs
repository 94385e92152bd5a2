namespace Contrail.Tool.Json;

/// <summary>The latest repair in the output of <c>contrail info --json</c>.</summary>
internal sealed record RepairJson(
    long SourceBytes,
    long TornAt,
    long DefinitionsDropped,
    long EventsDropped,
    string Reason,
    long SoundPartsDropped,
    long SoundBytesDropped,
    long TracesDropped,
    bool DroppedCountsAreMinimums,
    string? TimeReplacedBy)
{
    public static RepairJson Of(RepairFacts repair) => new(
        repair.SourceBytes,
        repair.TornAt,
        repair.DefinitionsDropped,
        repair.EventsDropped,
        repair.Reason,
        repair.SoundPartsDropped,
        repair.SoundBytesDropped,
        repair.TracesDropped,
        repair.DroppedCountsAreMinimums,
        repair.TimeReplacedBy);
}
