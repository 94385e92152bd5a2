using Contrail.Tool.Files;

namespace Contrail.Tool.Foreground;

/// <summary>The command to run and record, and how to record it.</summary>
/// <param name="Words">The command and its arguments.</param>
/// <param name="Children">Whether every .NET process is recorded, or only the first that is not the SDK's.</param>
/// <param name="Recorder">Options of each recorder.</param>
/// <param name="Recorded">Options of each source.</param>
/// <param name="Json">Whether snapshots are reported as JSON.</param>
/// <param name="Report">Printed about the last snapshot of each process; null for none.</param>
internal sealed record CommandOptions(
    IReadOnlyList<string> Words,
    bool Children,
    FlightRecorderOptions Recorder,
    EventPipeOptions Recorded,
    bool Json,
    FileReport? Report = null)
{
    /// <summary>What takes snapshots of each process by itself; null for nothing.</summary>
    public RulesInForce? Rules { get; init; }

    /// <summary>Lists the snapshots and deletes old ones; null if nothing is to be done.</summary>
    public SnapshotKeeping? Keeping { get; init; }
}
