namespace Contrail;

/// <summary>
/// Describes what a snapshot has of one kind of record in addition to the runtime's events. Immutable.
/// </summary>
/// <param name="Kind">What the records are.</param>
/// <param name="FromUtc">From when on they are in the file, if there was anything to record.</param>
/// <param name="ToUtc">Until when all records are known to be in the file; there can be later ones.</param>
/// <param name="Records">The number of records in the file.</param>
/// <param name="Lost">The number of records within the window that are known to be lost.</param>
public sealed record ManifestLane(LaneKind Kind, DateTime FromUtc, DateTime ToUtc, long Records, long Lost);
