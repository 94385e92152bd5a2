namespace Contrail;

/// <summary>
/// Reports what a recorder holds and has lost of one kind of records that are not in the stream of the process.
/// Immutable.
/// </summary>
public sealed record LaneHealth
{
    /// <summary>Gets what the records are.</summary>
    public required LaneKind Kind { get; init; }

    /// <summary>Gets the number of records that were kept since the start, also of those evicted since.</summary>
    public required long RecordCount { get; init; }

    /// <summary>Gets the allocated memory for the records held, in bytes; it is part of the memory limit.</summary>
    public required long HeldBytes { get; init; }

    /// <summary>
    /// Gets the number of lost records since the start, by reason. What the kernel drops is of all processes of the
    /// machine. Drops whose number is unknown count 0, and a pause of the kernel counts 1.
    /// </summary>
    public required IReadOnlyDictionary<LossReason, long> Losses { get; init; }
}
