
namespace Contrail.Tool.Foreground;

/// <summary>A command to be run and recorded.</summary>
/// <param name="Words">The command and its arguments.</param>
/// <param name="Children">Whether every .NET process is recorded; if not, the first that is not the SDK's.</param>
/// <param name="Recorder">For each recording.</param>
/// <param name="Recorded">What is recorded of each.</param>
/// <param name="Json">Whether snapshots are told as JSON.</param>
internal sealed record CommandOptions(
    IReadOnlyList<string> Words,
    bool Children,
    FlightRecorderOptions Recorder,
    EventPipeOptions Recorded,
    bool Json);
