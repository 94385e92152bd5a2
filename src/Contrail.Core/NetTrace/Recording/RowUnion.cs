using System.Buffers.Binary;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>
/// The metadata rows of all streams of a recording: each once, under an id that holds for all of them. Where it can be,
/// that is the id of the stream that brought it, so that its blocks stay as they are.
/// </summary>
internal sealed class RowUnion
{
    /// <summary>The highest assigned id; higher ids are reserved for the additions of a file.</summary>
    public const int MaxId = MetadataRows.MaxId - 1_000;

    /// <summary>Its places in the tables here.</summary>
    private const int PlaceBytes = 80;

    /// <summary>A record and two strings.</summary>
    private const int RowBytes = 200;

    private readonly Dictionary<UInt128, int> _idByRow = [];
    private readonly HashSet<int> _taken = [];
    private readonly List<MetadataRow> _inOrder = [];
    private int _formerCount;

    /// <summary>The rows, as they first arrived.</summary>
    public IReadOnlyList<MetadataRow> InOrder => _inOrder;

    /// <summary>The highest id given so far.</summary>
    public int IdLast { get; private set; }

    /// <summary>Approximate memory used, in bytes, in addition to the rows of the current stream.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>The id of a stream's row; a new one for a row without an identical predecessor.</summary>
    public int IdOf(MetadataRow row)
    {
        // Rows are alike if all but the id is: provider, event, version, fields.
        UInt128 key = Fingerprint.Of(row.Payload.Span[sizeof(int)..]);
        if (!_idByRow.TryGetValue(key, out int id))
        {
            bool canStay = row.Id <= MaxId && !_taken.Contains(row.Id);
            id = canStay ? row.Id : IdLast + 1;
            _idByRow.Add(key, id);
            Add(id == row.Id ? row : WithId(row, id));
        }

        return id;
    }

    /// <summary>A stream has ended: its rows are held here alone.</summary>
    public void EndStream()
    {
        for (; _formerCount < _inOrder.Count; _formerCount++)
        {
            HeldBytes += (_inOrder[_formerCount].Payload.Length * 2) + RowBytes;
        }
    }

    private void Add(MetadataRow row)
    {
        _taken.Add(row.Id);
        _inOrder.Add(row);
        IdLast = Math.Max(IdLast, row.Id);
        HeldBytes += PlaceBytes;
    }

    private static MetadataRow WithId(MetadataRow row, int id)
    {
        byte[] payload = row.Payload.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(payload, id);
        return row with { Id = id, Payload = payload };
    }
}
