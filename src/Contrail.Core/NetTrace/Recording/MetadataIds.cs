namespace Contrail.Core.NetTrace.Recording;

/// <summary>Which metadata ids are defined, with one bit each, where nothing else about the rows is needed.</summary>
internal sealed class MetadataIds
{
    private readonly ulong[] _bits = new ulong[(MetadataRows.MaxId / 64) + 1];

    /// <summary>The highest id defined so far.</summary>
    public int IdLast { get; private set; }

    public bool IsDefined(int id) => IsPossible(id) && (_bits[id >> 6] & Bit(id)) != 0;

    /// <summary>Whether an id is one that a writer assigns: from 1 up, within a limit.</summary>
    public static bool IsPossible(int id) => id is > 0 and <= MetadataRows.MaxId;

    /// <summary>Defines an id; false if it is defined already.</summary>
    public bool TryDefine(int id)
    {
        bool isNew = !IsDefined(id);
        IdLast = Math.Max(IdLast, id);
        _bits[id >> 6] |= Bit(id);
        return isNew;
    }

    /// <summary>An unused id, above all used ids if possible; null if all are used.</summary>
    public int? FindFree()
    {
        if (IdLast < MetadataRows.MaxId)
        {
            return IdLast + 1;
        }

        int id = 1;
        while (id < MetadataRows.MaxId && IsDefined(id))
        {
            id++;
        }

        return IsDefined(id) ? null : id;
    }

    private static ulong Bit(int id) => 1UL << (id & 63);
}
