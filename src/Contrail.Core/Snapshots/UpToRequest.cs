namespace Contrail.Core.Snapshots;

/// <summary>How far the stream had come when a snapshot was frozen, seen from the moment it was asked for.</summary>
public enum UpToRequest
{
    /// <summary>Our own event of that moment has come through: everything before it is there.</summary>
    Marker,

    /// <summary>The runtime has flushed since: everything it had written by then is there.</summary>
    Flushed,

    /// <summary>The wait was given up: the last moments before the request may be missing.</summary>
    TimedOut,
}
