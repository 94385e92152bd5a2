using System.Buffers.Binary;
using System.Text;

namespace Contrail.Benchmarks.Captures;

/// <summary>
/// Writes a capture several times in sequence, each time later, into one stream of any size. Between two of them a
/// sequence point without threads ends the threads, whose numbers start again. Not safe for concurrent use.
/// </summary>
internal sealed class RepeatedCapture
{
    private const int BlockHeaderTimes = 4;
    private const byte BeginObject = 5;
    private const byte EndObject = 6;
    private const int TraceBytes = 48;
    private static readonly byte[] NullReference = [1];

    private readonly byte[] _capture;
    private readonly Stream _target;
    private readonly List<(int Start, string Name, int Payload, int Bytes)> _blocks = [];
    private readonly long _first;
    private readonly long _last;
    private int _headBytes;
    private long _writtenBytes;

    /// <param name="capture">The capture.</param>
    /// <param name="target">Receives the stream.</param>
    public RepeatedCapture(byte[] capture, Stream target)
    {
        _capture = capture;
        _target = target;
        FindBlocks();
        long[] times = [.. _blocks.Where(block => block.Name == "EventBlock").SelectMany(
            block => new[] { Int64(block.Payload + BlockHeaderTimes), Int64(block.Payload + BlockHeaderTimes + 8) })];
        (_first, _last) = (times.Min(), times.Max());
    }

    /// <summary>The time that the capture covers, in ticks.</summary>
    public long SpanTicks => _last - _first + 1;

    /// <summary>Writes at least a number of bytes.</summary>
    public static void Write(string capturePath, string path, long minBytes)
    {
        using FileStream file = File.Create(path);
        RepeatedCapture repeated = new(File.ReadAllBytes(capturePath), file);
        for (long later = 0; repeated._writtenBytes < minBytes; later += repeated.SpanTicks)
        {
            repeated.WriteAgain(later, minBytes);
        }

        file.Write(NullReference);
    }

    /// <summary>Writes the capture again, and before the first one the head of the stream.</summary>
    /// <param name="laterTicks">How much later it is than the original; 0 for the first one.</param>
    /// <param name="maxBytes">No block begins after that size of the stream.</param>
    public void WriteAgain(long laterTicks, long maxBytes = long.MaxValue)
    {
        if (laterTicks == 0)
        {
            Write(_capture.AsSpan(0, _headBytes));
        }

        (int Start, string Name, int Payload, int Bytes) point = _blocks.First(block => block.Name == "SPBlock");
        foreach ((int Start, string Name, int Payload, int Bytes) block in _blocks)
        {
            if (_writtenBytes < maxBytes && (laterTicks == 0 || block.Name != "MetadataBlock"))
            {
                WriteBlock(block, Shifted(block, laterTicks));
            }
        }

        byte[] ended = new byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(ended, _last + laterTicks);
        WriteBlock(point, ended);
    }

    private void FindBlocks()
    {
        int offset = 12 + Int32(8);
        while (offset < _capture.Length && _capture[offset] == BeginObject)
        {
            int start = offset;
            int nameBytes = Int32(offset + 11);
            string name = Encoding.UTF8.GetString(_capture, offset + 15, nameBytes);
            offset += 15 + nameBytes + 1;
            if (name == "Trace")
            {
                offset += TraceBytes + 1;
                _headBytes = offset;
                continue;
            }

            int payload = (offset + sizeof(int) + 3) / 4 * 4;
            int bytes = Int32(offset);
            if (payload + bytes >= _capture.Length)
            {
                return;
            }

            _blocks.Add((start, name, payload, bytes));
            offset = payload + bytes + 1;
        }
    }

    private byte[] Shifted((int Start, string Name, int Payload, int Bytes) block, long later)
    {
        byte[] payload = _capture[block.Payload..(block.Payload + block.Bytes)];
        if (block.Name == "SPBlock")
        {
            Shift(payload, 0, later);
        }
        else if (block.Name == "EventBlock")
        {
            Shift(payload, BlockHeaderTimes, later);
            Shift(payload, BlockHeaderTimes + 8, later);
            ShiftFirstEvent(payload, later);
        }

        return payload;
    }

    private static void Shift(byte[] payload, int offset, long later)
    {
        Span<byte> time = payload.AsSpan(offset, sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(time, BinaryPrimitives.ReadInt64LittleEndian(time) + later);
    }

    // The time of the first event is the whole one; the others count from it. It keeps its length.
    private static void ShiftFirstEvent(byte[] payload, long later)
    {
        int offset = BinaryPrimitives.ReadInt16LittleEndian(payload);
        byte flags = payload[offset++];
        int numbers = (flags & 1) + ((flags & 2) / 2 * 3) + ((flags & 4) / 4) + ((flags & 8) / 8);
        for (; numbers > 0; numbers--)
        {
            ReadNumber(payload, ref offset);
        }

        int start = offset;
        ulong time = ReadNumber(payload, ref offset) + (ulong)later;
        for (int index = start; index < offset; index++, time >>= 7)
        {
            payload[index] = (byte)((time & 127) | (index < offset - 1 ? 128u : 0));
        }
    }

    private static ulong ReadNumber(byte[] payload, ref int offset)
    {
        ulong number = 0;
        int shift = 0;
        do
        {
            number |= (ulong)(payload[offset] & 127) << shift;
            shift += 7;
        }
        while (payload[offset++] >= 128);
        return number;
    }

    private void WriteBlock((int Start, string Name, int Payload, int Bytes) block, byte[] payload)
    {
        int headBytes = 16 + block.Name.Length;
        Span<byte> size = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(size, payload.Length);
        Write(_capture.AsSpan(block.Start, headBytes));
        Write(size);
        Write(new byte[(4 - (_writtenBytes % 4)) % 4]);
        Write(payload);
        Write([EndObject]);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _target.Write(bytes);
        _writtenBytes += bytes.Length;
    }

    private int Int32(int offset) => BinaryPrimitives.ReadInt32LittleEndian(_capture.AsSpan(offset));

    private long Int64(int offset) => BinaryPrimitives.ReadInt64LittleEndian(_capture.AsSpan(offset));
}
