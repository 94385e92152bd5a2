using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>All metadata rows of a stream. They are valid for the whole stream, so they are never evicted.</summary>
internal sealed class MetadataRows
{
    /// <summary>
    /// Ids are assigned sequentially from 1; a larger id indicates corrupt input, or a program that invents event types
    /// without end, whose file no reader could open either.
    /// </summary>
    public const int MaxId = 1 << 20;

    /// <summary>A hundred thousand kinds of events; a program with more of them has other troubles.</summary>
    public const long MaxHeldBytes = 32 << 20;

    /// <summary>A record, two strings and two table places.</summary>
    private const int OverheadBytes = 200;

    private readonly List<MetadataRow> _inOrder = [];
    private readonly long _maxBytes;
    private EventRole[] _roles = new EventRole[256];
    private MetadataRow?[] _byId = new MetadataRow?[256];

    /// <param name="maxBytes">How much memory they may take.</param>
    public MetadataRows(long maxBytes = MaxHeldBytes) => _maxBytes = maxBytes;

    /// <summary>The rows, as they arrived.</summary>
    public IReadOnlyList<MetadataRow> InOrder => _inOrder;

    /// <summary>The highest id given so far.</summary>
    public int IdLast { get; private set; }

    /// <summary>Approximate memory used, in bytes.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>Whether a row was refused because it does not fit into the memory limit.</summary>
    public bool IsOverfull { get; private set; }

    /// <summary>The row of that id, or null.</summary>
    public MetadataRow? Find(int id) => IsInTable(id) ? _byId[id] : null;

    /// <summary>
    /// Adds the rows of a metadata block; false if the format does not allow it, or if it redefines an id. A repeated
    /// identical row is skipped.
    /// </summary>
    public bool TryAdd(ReadOnlySpan<byte> untrustedBlock)
    {
        if (!EventBlockHeader.TryRead(untrustedBlock, out EventBlockHeader header))
        {
            return false;
        }

        EventBlockReader reader = new(untrustedBlock, header);
        while (reader.MoveNext())
        {
            if (!MetadataRow.TryRead(reader.Payload, out MetadataRow? row) || !TryAdd(row!))
            {
                return false;
            }
        }

        return !reader.Malformed;
    }

    internal EventRole RoleOf(int id) => IsInTable(id) ? _roles[id] : EventRole.Undefined;

    // As an unsigned number a negative id is beyond any table; both tables are of one length.
    private bool IsInTable(int id) => unchecked((uint)id) < (uint)_byId.Length;

    /// <summary>Adds a row; false if it does not fit, or if it redefines an id.</summary>
    internal bool TryAdd(MetadataRow row)
    {
        if (row.Id > MaxId)
        {
            return false;
        }

        if (Find(row.Id) is { } known)
        {
            return known.Payload.Span.SequenceEqual(row.Payload.Span);
        }

        int length = row.Id < _byId.Length ? _byId.Length : Math.Max(row.Id + 1, _byId.Length * 2);
        long moreBytes = ((length - _byId.Length) * (long)(IntPtr.Size + sizeof(EventRole)))
            + (row.Payload.Length * 2) + OverheadBytes;
        IsOverfull = HeldBytes + moreBytes > _maxBytes;
        if (IsOverfull)
        {
            return false;
        }

        if (length > _byId.Length)
        {
            Array.Resize(ref _byId, length);
            Array.Resize(ref _roles, length);
        }

        _byId[row.Id] = row;
        _roles[row.Id] = EventRoles.Of(row);
        _inOrder.Add(row);
        IdLast = Math.Max(IdLast, row.Id);
        HeldBytes += moreBytes;
        return true;
    }
}
