namespace Contrail.Tool.Foreground;

/// <summary>A request to a recording in the foreground: take a snapshot, and optionally stop.</summary>
/// <param name="Reason">The reason for the manifest.</param>
/// <param name="End">Whether recording stops after that snapshot.</param>
internal readonly record struct StopRequest(string Reason, bool End)
{
    /// <summary>The stopwatch timestamp at which it was queued.</summary>
    public long At { get; init; }

    /// <summary>Whether the user sent it, not a timer: only a user's second request cancels a snapshot.</summary>
    public bool IsFromUser { get; init; }

    /// <summary>Whether a trigger made it.</summary>
    public bool IsFromTrigger { get; init; }
}
