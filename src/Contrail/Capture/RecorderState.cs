namespace Contrail;

/// <summary>Lists the states of a recorder.</summary>
public enum RecorderState
{
    /// <summary>Stopped; no data is held.</summary>
    Stopped,

    /// <summary>Recording.</summary>
    Recording,

    /// <summary>The source has ended. Recorded data is held and can be written.</summary>
    Ended,

    /// <summary>Recording has failed. Recorded data is held and can be written.</summary>
    Failed,
}
