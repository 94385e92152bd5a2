namespace Contrail.Core.Formats.NetTrace;

/// <summary>All metadata rows of a stream. They hold for the whole stream, so none is ever forgotten.</summary>
public sealed class MetadataRows
{
    /// <summary>
    /// Ids are counted up from 1 by every writer; a higher one than this is a lie, or a program that invents
    /// event types without end, which no reader of the file could bear either.
    /// </summary>
    public const int IdMax = 1 << 20;

    /// <summary>A record, two strings and two table places.</summary>
    private const int OverheadBytes = 200;

    private readonly List<MetadataRow> _inOrder = [];
    private OnceRole[] _roles = new OnceRole[256];
    private MetadataRow?[] _byId = new MetadataRow?[256];

    /// <summary>The rows, as they came.</summary>
    public IReadOnlyList<MetadataRow> InOrder => _inOrder;

    /// <summary>The highest id given so far.</summary>
    public int IdLast { get; private set; }

    /// <summary>Bytes of memory taken, near enough.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>The row of that id, or null.</summary>
    public MetadataRow? Find(int id) => unchecked((uint)id) < (uint)_byId.Length ? _byId[id] : null;

    /// <summary>
    /// Takes the rows of a metadata block in; false if it is not what the format allows, or gives an id a
    /// second, different meaning. A row that is only repeated is passed over.
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

    internal OnceRole RoleOf(int id) =>
        unchecked((uint)id) < (uint)_roles.Length ? _roles[id] : OnceRole.Undefined;

    private bool TryAdd(MetadataRow row)
    {
        if (row.Id > IdMax)
        {
            return false;
        }

        if (Find(row.Id) is { } known)
        {
            return known.Payload.Span.SequenceEqual(row.Payload.Span);
        }

        if (row.Id >= _byId.Length)
        {
            int length = Math.Max(row.Id + 1, _byId.Length * 2);
            Array.Resize(ref _byId, length);
            Array.Resize(ref _roles, length);
        }

        _byId[row.Id] = row;
        _roles[row.Id] = OnceRoles.Of(row);
        _inOrder.Add(row);
        IdLast = Math.Max(IdLast, row.Id);
        HeldBytes += (row.Payload.Length * 2) + OverheadBytes;
        return true;
    }
}
