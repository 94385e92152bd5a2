namespace Contrail.Core.NetTrace.Recording;

/// <summary>What the recorder does with an event beyond keeping its block.</summary>
internal enum EventRole : byte
{
    /// <summary>No row has defined it.</summary>
    Undefined = 0,

    /// <summary>Nothing: it goes with its generation.</summary>
    None,

    /// <summary>Kept for good; one like it replaces it.</summary>
    Keep,

    /// <summary>Kept until an event of role <see cref="End"/> names the same thing in its first eight bytes.</summary>
    Begin,

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    End,

    /// <summary>Kept for as long as it is the last event of its thread: a wait that has not ended.</summary>
    Wait,

    /// <summary>Our own event of a moment: that it has come is told, and it goes with its generation.</summary>
    Marker,
}
