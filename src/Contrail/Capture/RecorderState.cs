namespace Contrail;

/// <summary>Where a recorder stands.</summary>
public enum RecorderState
{
    /// <summary>It holds nothing.</summary>
    Stopped,

    /// <summary>It records.</summary>
    Recording,

    /// <summary>The source ended. What was recorded is held, and can be written.</summary>
    Ended,

    /// <summary>Recording broke off. What was recorded is held, and can be written.</summary>
    Failed,
}
