using Contrail.Tool.Files;

namespace Contrail.Tool.Foreground;

/// <summary>Options of a recording in the foreground.</summary>
/// <param name="Duration">Time limit, counted from the first start; null for no limit.</param>
/// <param name="Json">Whether snapshots are reported as JSON.</param>
/// <param name="Follow">Whether the next process with the name is recorded after one exits.</param>
/// <param name="Target">Receives the snapshots.</param>
internal sealed record ForegroundOptions(
    TimeSpan? Duration, bool Json, bool Follow = false, SnapshotTarget? Target = null)
{
    /// <summary>Printed about the last snapshot of each process; null for none.</summary>
    public FileReport? Report { get; init; }

    /// <summary>What takes snapshots by itself; null for nothing.</summary>
    public FiredTriggers? Triggers { get; init; }

    /// <summary>Lists the snapshots and deletes old ones; null if nothing is to be done.</summary>
    public SnapshotKeeping? Keeping { get; init; }
}
