namespace Contrail.Machine;

/// <summary>Whether processors are sampled.</summary>
internal enum SamplingState
{
    /// <summary>Not known: nothing has been opened yet.</summary>
    Unknown,

    /// <summary>Samples are taken.</summary>
    Open,

    /// <summary>The kernel refuses; the reason is in the status.</summary>
    Unavailable,

    /// <summary>Nothing is sampled, because nothing is registered.</summary>
    Closed,
}
