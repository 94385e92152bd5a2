using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Payloads;

/// <summary>The schemas of the rows of one file, each made once. Not safe for concurrent use.</summary>
/// <param name="pointerBytes">Bytes of a pointer in the recorded process.</param>
internal sealed class EventSchemas(int pointerBytes)
{
    /// <summary>
    /// Rows of programs have some kilobytes in all. A hostile file has megabytes, and a schema takes many times as much
    /// as its row: beyond this limit, fields are not known.
    /// </summary>
    private const long MaxRowBytes = 2 << 20;

    private (MetadataRow Row, EventSchema Schema)?[] _schemas = new (MetadataRow, EventSchema)?[256];
    private long _rowBytes;

    /// <summary>The schema of a row.</summary>
    public EventSchema Of(MetadataRow row)
    {
        if (row.Id >= _schemas.Length)
        {
            Array.Resize(ref _schemas, Math.Max(row.Id + 1, _schemas.Length * 2));
        }

        if (_schemas[row.Id] is { } known && ReferenceEquals(known.Row, row))
        {
            return known.Schema;
        }

        _rowBytes += row.Payload.Length;
        EventSchema schema = _rowBytes > MaxRowBytes ? EventSchema.Unknown : EventSchema.Of(row, pointerBytes);
        _schemas[row.Id] = (row, schema);
        return schema;
    }
}
