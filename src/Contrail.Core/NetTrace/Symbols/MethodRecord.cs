namespace Contrail.Core.NetTrace.Symbols;

/// <summary>What one event says of a method. The order is that in which facts of one moment are taken.</summary>
internal enum FactKind : byte
{
    /// <summary>It begins at this address; nothing is known of when or of how long its code is.</summary>
    EntryPoint,

    /// <summary>Its code is gone.</summary>
    Unload,

    /// <summary>Its code is there, since nobody knows when.</summary>
    Present,

    /// <summary>Its code is there from now on.</summary>
    Load,

    /// <summary>Says what another fact says already; about to be given back.</summary>
    Redundant,
}

/// <summary>
/// One event about a method's code, held in 72 bytes: its texts and what follows them lie once in the
/// <see cref="BytePool"/>, however many methods share them. A cell of an array, so it is written to in place.
/// </summary>
internal struct MethodRecord
{
    public ulong Start;
    public ulong MethodId;

    // When it happened.
    public long At;

    // When the code was gone: of a load, found by the sweep; long.MaxValue while it is there.
    public long ClosedAt;
    public uint SizeBytes;
    public uint Token;
    public uint Flags;

    // Ids in the pool.
    public int Module;
    public int Namespace;
    public int Name;
    public int Signature;
    public int Tail;

    // The unload that ended a load, or -1, or -2 if its module's did; in a free cell, the next free one.
    public int CloseSlot;
    public FactKind Kind;

    // The runtime's number, whichever provider told.
    public byte EventId;
    public byte Version;

    // That it stands for code that was there: every load; a rundown's word if no load is known; and an unload of which
    // nothing else is known.
    public bool OwnsInterval;

    public readonly bool IsClosed => ClosedAt != long.MaxValue;

    /// <summary>Whether the event can be written as the load of code that was there for some time.</summary>
    public readonly bool HasInterval =>
        OwnsInterval && Kind is FactKind.Load or FactKind.Present or FactKind.Unload;

    public readonly bool IsSameCodeAs(in MethodRecord other) =>
        MethodId == other.MethodId && Name == other.Name && Namespace == other.Namespace &&
        Signature == other.Signature;
}
