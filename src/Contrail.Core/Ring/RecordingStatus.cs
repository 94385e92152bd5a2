namespace Contrail.Core.Ring;

/// <summary>The status of a recording.</summary>
internal enum RecordingStatus
{
    /// <summary>The recording accepts bytes.</summary>
    Open,

    /// <summary>The stream ended with its end mark.</summary>
    Ended,

    /// <summary>The stream broke off, as it does when the process dies.</summary>
    Torn,

    /// <summary>The bytes were not valid for the format. Earlier data is held.</summary>
    Malformed,

    /// <summary>A format that is known and not read.</summary>
    Unsupported,
}
