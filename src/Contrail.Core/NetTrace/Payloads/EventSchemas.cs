using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Payloads;

/// <summary>The schemas of the rows of one file, each made once. Not safe for concurrent use.</summary>
internal sealed class EventSchemas
{
    /// <summary>
    /// Rows of programs have some kilobytes in all. A hostile file has megabytes, and a schema takes many times as much
    /// as its row: beyond this limit, fields are not known.
    /// </summary>
    private const long MaxRowBytes = 2 << 20;

    private readonly int _pointerBytes;
    private readonly PerRow<EventSchema> _schemas;
    private long _rowBytes;

    /// <param name="pointerBytes">Bytes of a pointer in the recorded process.</param>
    public EventSchemas(int pointerBytes)
    {
        _pointerBytes = pointerBytes;
        _schemas = new PerRow<EventSchema>(Make);
    }

    /// <summary>The schema of a row.</summary>
    public EventSchema Of(MetadataRow row) => _schemas.Of(row);

    private EventSchema Make(MetadataRow row)
    {
        _rowBytes += row.Payload.Length;
        return _rowBytes > MaxRowBytes ? EventSchema.Unknown : EventSchema.Of(row, _pointerBytes);
    }
}
