namespace Contrail.Core.NetTrace.Async;

/// <summary>Why a buffer of the async profiler was not read to its end.</summary>
internal enum AsyncBufferFault
{
    /// <summary>Everything was read.</summary>
    None = 0,

    /// <summary>The buffer ends early.</summary>
    Cut,

    /// <summary>The layout of the buffer has another version.</summary>
    UnknownVersion,

    /// <summary>A sub-event is of an unknown kind, and no metadata defines its length.</summary>
    UnknownEvent,

    /// <summary>A value is invalid.</summary>
    Malformed,
}
