namespace Contrail;

/// <summary>
/// Describes what a snapshot has of one kind of record in addition to the runtime's events. Immutable.
/// </summary>
/// <param name="Kind">What the records are.</param>
/// <param name="FromUtc">From when on they are in the file, if there was anything to record.</param>
/// <param name="ToUtc">
/// Until when all records are known to be in the file; there can be later ones. Equal to <paramref name="FromUtc"/> if
/// that is known for no part of the window.
/// </param>
/// <param name="Records">The number of records in the file.</param>
/// <param name="Lost">
/// The number of records of the process that were not kept for the whole period, because of the memory limit.
/// </param>
public sealed record ManifestLane(LaneKind Kind, DateTime FromUtc, DateTime ToUtc, long Records, long Lost)
{
    /// <summary>
    /// The number of records that the kernel dropped within the window, of all processes of the machine: how many of
    /// them were of this process is unknown.
    /// </summary>
    public long Dropped { get; init; }

    /// <summary>How often the kernel paused sampling within the window.</summary>
    public long Pauses { get; init; }

    /// <summary>
    /// The number of records within the window that were discarded because they are of another process: that of the
    /// service before <see cref="FromUtc"/>, when the recorder connected to it again.
    /// </summary>
    public long Replaced { get; init; }

    /// <summary>
    /// Gets why records are missing, in addition to those that are counted: for example because the kernel refuses
    /// samples; null if none are missing, as far as known.
    /// </summary>
    public string? IncompleteBecause { get; init; }

    /// <summary>
    /// Gets the processor time in seconds for which each record counts, if the records are samples of processors; null
    /// for other kinds, without a record, and if the rate changed within the window.
    /// </summary>
    public double? PeriodSeconds { get; init; }
}
