namespace Contrail.Core.Snapshots;

/// <summary>How a source ended. Immutable; safe from any thread.</summary>
/// <param name="Kind">How; unknown if only the text has more.</param>
/// <param name="Text">The same in a few words.</param>
internal sealed record SourceEnd(RecordingEnd Kind, string Text)
{
    /// <summary>How the texts of a recorder that detached begin.</summary>
    private const string DetachedStart = "the recorder detached from the ";

    /// <summary>The process died.</summary>
    public static SourceEnd Died { get; } = new(
        RecordingEnd.ProcessDied, "the process died without ending its trace: killed, crashed, or stopped by a signal");

    /// <summary>The process exited.</summary>
    public static SourceEnd Exited { get; } = new(
        RecordingEnd.ProcessExited, "the process ended in good order");

    /// <summary>The session was stopped.</summary>
    public static SourceEnd Stopped { get; } = new(
        RecordingEnd.SessionStopped, "the session was stopped");

    /// <summary>The stream broke off.</summary>
    public static SourceEnd Broke { get; } = new(
        RecordingEnd.StreamBroke, "the stream broke off though the process lives");

    /// <summary>The recorder had paused for too long.</summary>
    public static SourceEnd Paused { get; } = new(
        RecordingEnd.Detached, "the recorder had paused, so it detached from the process");

    /// <summary>The recorder detached.</summary>
    /// <param name="because">Why.</param>
    public static SourceEnd DetachedBecause(string because) =>
        new(RecordingEnd.Detached, $"{DetachedStart}process because {because}");

    /// <summary>
    /// The kind of the end in a manifest. A manifest of an earlier version has only the text.
    /// </summary>
    public static RecordingEnd KindOf(SnapshotManifest manifest) =>
        manifest.Ending is { } kind ? kind
        : manifest.EndedHow?.StartsWith(DetachedStart, StringComparison.Ordinal) == true ? RecordingEnd.Detached
        : Array.Find([Died, Exited, Stopped, Broke, Paused], end => end.Text == manifest.EndedHow)?.Kind
            ?? RecordingEnd.Unknown;
}
