namespace Contrail;

/// <summary>How far the stream had come when a snapshot was frozen, seen from the moment of the request.</summary>
public enum RequestCoverage
{
    /// <summary>Nothing shows how far it had come: the last moments before the request may be missing.</summary>
    Unknown,

    /// <summary>Our own event of that moment has come through: everything before it is there.</summary>
    Marker,

    /// <summary>The runtime has flushed since, or ended its trace: everything it had written is there.</summary>
    Flushed,

    /// <summary>The wait reached its limit: the last moments before the request are missing.</summary>
    TimedOut,

    /// <summary>
    /// The stream was cut off before the request, as by the death of the process: what the runtime had not flushed is
    /// missing, up to 100 ms and more on a busy machine.
    /// </summary>
    Torn,
}
