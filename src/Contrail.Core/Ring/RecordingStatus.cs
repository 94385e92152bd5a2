namespace Contrail.Core.Ring;

/// <summary>Where a recording stands.</summary>
internal enum RecordingStatus
{
    /// <summary>It takes bytes.</summary>
    Open,

    /// <summary>The stream ended as it should: it said so.</summary>
    Ended,

    /// <summary>The stream broke off, as it does when the process dies.</summary>
    Torn,

    /// <summary>The bytes were not what the format allows. What came before is held.</summary>
    Malformed,

    /// <summary>A format that is known and not read.</summary>
    Unsupported,
}
