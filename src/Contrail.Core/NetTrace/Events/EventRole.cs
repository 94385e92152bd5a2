namespace Contrail.Core.NetTrace.Events;

/// <summary>What the recorder does with an event beyond keeping its block.</summary>
internal enum EventRole : byte
{
    /// <summary>No row has defined it.</summary>
    Undefined = 0,

    /// <summary>No role: it is evicted with its generation.</summary>
    None,

    /// <summary>Kept permanently; a later event of the same content replaces it.</summary>
    Keep,

    /// <summary>Kept until an event of role <see cref="End"/> has the same first eight bytes.</summary>
    Begin,

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    End,

    /// <summary>Kept for as long as it is the last event of its thread: a wait that has not ended.</summary>
    Wait,

    /// <summary>The same; as a part of a wait for a lock, it leaves that one as the last event.</summary>
    HandleWait,

    /// <summary>
    /// The recorder's own event of a moment: its arrival is reported, and it is evicted with its generation.
    /// </summary>
    Marker,

    /// <summary>A milestone of the runtime, as those below: counted, and evicted with its generation.</summary>
    Collection,

    /// <summary>A thread begins to suspend all others.</summary>
    Suspension,

    /// <summary>The suspended threads run again.</summary>
    Resumption,

    /// <summary>An exception was thrown.</summary>
    Exception,
}
