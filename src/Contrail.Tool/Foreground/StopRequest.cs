namespace Contrail.Tool.Foreground;

/// <summary>What somebody wants of a recording in the foreground.</summary>
/// <param name="Reason">Why, for the manifest.</param>
/// <param name="End">Whether it is to end with that snapshot.</param>
internal readonly record struct StopRequest(string Reason, bool End)
{
    /// <summary>When it was queued, by the stopwatch.</summary>
    public long At { get; init; }

    /// <summary>Whether somebody asked for it: a timer is not impatient.</summary>
    public bool IsFromUser { get; init; }
}
