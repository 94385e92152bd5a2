namespace Contrail.Agent.Keeping;

/// <summary>A snapshot in a folder, as a line of its index describes it. Immutable.</summary>
/// <param name="File">The name of its trace in the folder, without a path.</param>
/// <param name="Process">The name of the recorded process.</param>
/// <param name="Pid">Its process id; 0 if unknown.</param>
/// <param name="Reason">What requested the snapshot.</param>
/// <param name="Name">The name of the trigger or request; empty without one.</param>
/// <param name="Utc">The last moment in the snapshot.</param>
/// <param name="Bytes">The size of the trace.</param>
/// <param name="CompanionBytes">The size of its companions together.</param>
/// <param name="WindowSeconds">The time between its first and last moment.</param>
internal sealed record KeptSnapshot(
    string File,
    string Process,
    int Pid,
    SnapshotCause Reason,
    string Name,
    DateTime Utc,
    long Bytes,
    long CompanionBytes,
    double WindowSeconds)
{
    /// <summary>The size of all its files.</summary>
    public long TotalBytes => Bytes + CompanionBytes;
}
