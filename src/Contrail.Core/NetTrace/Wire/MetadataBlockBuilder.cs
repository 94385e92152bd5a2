using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Contrail.Core.Bytes;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Recording;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>Makes metadata blocks: rows as they arrived, followed by the recorder's own rows.</summary>
internal sealed class MetadataBlockBuilder(int rowIdLast)
{
    private const int BlockBytesTarget = 100 << 10;

    private readonly Dictionary<(string Provider, int EventId, int Version), int> _own = [];
    private readonly List<byte[]> _payloads = [];
    private int _idLast = rowIdLast;

    /// <summary>A row as it arrived.</summary>
    public void Add(MetadataRow row) => Add(row.Payload.ToArray());

    /// <summary>A row as it arrived, not parsed.</summary>
    public void Add(byte[] row) => _payloads.Add(row);

    /// <summary>The id of one of the recorder's own rows; the same for the same provider, event and version.</summary>
    public int OwnId(in OwnEvent described)
    {
        (string, int, int) key = (described.Provider, described.EventId, described.Version);
        if (!_own.TryGetValue(key, out int id))
        {
            id = ++_idLast;
            _own.Add(key, id);
            _payloads.Add(BuildRow(id, described));
        }

        return id;
    }

    public IEnumerable<byte[]> Build(TraceTicks at)
    {
        ArrayBufferWriter<byte> block = new();
        foreach (byte[] payload in _payloads)
        {
            if (block.WrittenCount > 0 && block.WrittenCount + payload.Length > BlockBytesTarget)
            {
                yield return Close(block, at);
                block = new ArrayBufferWriter<byte>();
            }

            Append(block, payload, at);
        }

        if (block.WrittenCount > 0)
        {
            yield return Close(block, at);
        }
    }

    private static void Append(ArrayBufferWriter<byte> block, byte[] payload, TraceTicks at)
    {
        // Time is written as a difference: the first row of a block contains all of it.
        bool begins = block.WrittenCount == 0;
        if (begins)
        {
            block.Write(stackalloc byte[EventBlockHeader.MinBytes]);
        }

        Span<byte> header = block.GetSpan(1 + (2 * VarUInt.MaxBytes));
        header[0] = (byte)EventHeaderFlags.PayloadBytes;
        int count = 1 + VarUInt.Write(header[1..], begins ? unchecked((ulong)at.Value) : 0);
        block.Advance(count + VarUInt.Write(header[count..], (ulong)payload.Length));
        block.Write(payload);
    }

    private static byte[] Close(ArrayBufferWriter<byte> block, TraceTicks at)
    {
        byte[] closed = block.WrittenSpan.ToArray();
        new EventBlockHeader(EventBlockHeader.MinBytes, Compressed: true, at, at).Write(closed);
        return closed;
    }

    private static byte[] BuildRow(int id, in OwnEvent described)
    {
        ArrayBufferWriter<byte> row = new();
        WriteInt32(row, id);
        WriteText(row, described.Provider);
        WriteInt32(row, described.EventId);
        WriteText(row, described.Name);
        BinaryPrimitives.WriteInt64LittleEndian(row.GetSpan(sizeof(long)), described.Keywords);
        row.Advance(sizeof(long));
        WriteInt32(row, described.Version);
        WriteInt32(row, described.Level);
        WriteInt32(row, described.Fields.Count);
        foreach ((OwnFieldType type, string name) in described.Fields)
        {
            WriteInt32(row, (int)type);
            WriteText(row, name);
        }

        return row.WrittenSpan.ToArray();
    }

    private static void WriteInt32(ArrayBufferWriter<byte> row, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(row.GetSpan(sizeof(int)), value);
        row.Advance(sizeof(int));
    }

    private static void WriteText(ArrayBufferWriter<byte> row, string text)
    {
        row.Write(Encoding.Unicode.GetBytes(text));
        row.Write("\0\0"u8);
    }
}
