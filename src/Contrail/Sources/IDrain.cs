namespace Contrail.Sources;

/// <summary>A stream being drained.</summary>
internal interface IDrain
{
    /// <summary>Completes when the stream has ended and its consumer was notified. Never fails.</summary>
    Task Ended { get; }

    /// <summary>The failure that ended draining; null without one.</summary>
    Exception? Failure { get; }

    /// <summary>Whether it was ended because the recorder had paused.</summary>
    bool WasCut { get; }

    /// <summary>Bytes that wait to be read.</summary>
    int PendingBytes { get; }

    /// <summary>For how long it has been doing something other than waiting for bytes.</summary>
    TimeSpan PausedFor { get; }

    /// <summary>Ends the stream and waits for the thread.</summary>
    void Close();
}
