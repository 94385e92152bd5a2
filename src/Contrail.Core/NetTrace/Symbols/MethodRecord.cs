using System.Buffers.Binary;

namespace Contrail.Core.NetTrace.Symbols;

/// <summary>What one event reports about a method. Facts of one moment are processed in this order.</summary>
internal enum FactKind : byte
{
    /// <summary>It begins at this address; the time and the length of its code are unknown.</summary>
    EntryPoint,

    /// <summary>Its code was unloaded.</summary>
    Unload,

    /// <summary>Its code exists, since an unknown time.</summary>
    Present,

    /// <summary>Its code exists from now on.</summary>
    Load,

    /// <summary>Repeats another fact; about to be freed.</summary>
    Redundant,
}

/// <summary>
/// One event about a method's code, held in 72 bytes: its texts and what follows them are stored once in the
/// <see cref="BytePool"/>, however many methods share them. A cell of an array, so it is written to in place.
/// </summary>
internal struct MethodRecord
{
    public ulong Start;
    public ulong MethodId;

    // When it happened.
    public long At;

    // When the code was unloaded: of a load, found by the sweep; long.MaxValue while it exists.
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

    // The runtime's event id, for events of either provider.
    public byte EventId;
    public byte Version;

    // Whether it represents code that existed: every load; a rundown if no load is known; and an unload without any
    // other fact.
    public bool OwnsInterval;

    public readonly bool IsClosed => ClosedAt != long.MaxValue;

    /// <summary>Whether the event can be written as the load of code that existed for some time.</summary>
    public readonly bool HasInterval =>
        OwnsInterval && Kind is FactKind.Load or FactKind.Present or FactKind.Unload;

    /// <summary>The runtime's handle for its module; 0 if unknown.</summary>
    public readonly ulong ModuleId(BytePoolReader pool) =>
        BinaryPrimitives.ReadUInt64LittleEndian(pool.BytesAt(Module));

    public readonly bool IsSameCodeAs(in MethodRecord other) =>
        MethodId == other.MethodId && Name == other.Name && Namespace == other.Namespace &&
        Signature == other.Signature;
}
