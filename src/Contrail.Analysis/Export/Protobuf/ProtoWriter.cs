using System.Buffers.Binary;
using System.Text;

namespace Contrail.Analysis.Export.Protobuf;

/// <summary>
/// Writes messages of Protocol Buffers into memory, field by field in the order of the calls. The length of a nested
/// message takes four bytes, so that it can be written after the message: readers accept a number with leading zeros.
/// Not safe for concurrent use.
/// </summary>
internal sealed class ProtoWriter
{
    private const int LengthBytes = 4;
    private const int MaxVarintBytes = 10;

    /// <summary>What four bytes of seven bits can express.</summary>
    private const int MaxMessageBytes = (1 << (7 * LengthBytes)) - 1;

    private byte[] _bytes = new byte[1 << 16];
    private int _count;

    private enum WireType
    {
        Varint = 0,
        Fixed64 = 1,
        Delimited = 2,
    }

    /// <summary>What was written since the last time that it was passed on.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    /// <summary>Passes on what was written; no message is open.</summary>
    public void PassTo(Stream output)
    {
        output.Write(Written);
        _count = 0;
    }

    /// <summary>Passes on what was written if it is long; no message is open.</summary>
    public void PassLongTo(Stream output)
    {
        if (_count > 1 << 16)
        {
            PassTo(output);
        }
    }

    /// <summary>A whole number, or a value of an enumeration.</summary>
    public void Number(int field, ulong value)
    {
        Tag(field, WireType.Varint);
        Varint(value);
    }

    /// <summary>A whole number that can be negative, of the type int64.</summary>
    public void Number(int field, long value) => Number(field, unchecked((ulong)value));

    /// <summary>A number of the type fixed64.</summary>
    public void Fixed(int field, ulong value)
    {
        Tag(field, WireType.Fixed64);
        FixedItem(value);
    }

    /// <summary>A number of the type double.</summary>
    public void Real(int field, double value) => Fixed(field, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>A text; what is not Unicode is replaced.</summary>
    public void Text(int field, string text)
    {
        Tag(field, WireType.Delimited);
        int bytes = Encoding.UTF8.GetByteCount(text);
        Varint((ulong)bytes);
        Ensure(bytes);
        _count += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_count));
    }

    /// <summary>Bytes.</summary>
    public void Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        Tag(field, WireType.Delimited);
        Varint((ulong)bytes.Length);
        Ensure(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_count));
        _count += bytes.Length;
    }

    /// <summary>Starts a nested message, or a packed list; returns what <see cref="End"/> needs.</summary>
    public int Begin(int field)
    {
        Tag(field, WireType.Delimited);
        Ensure(LengthBytes);
        _count += LengthBytes;
        return _count;
    }

    /// <summary>Ends a nested message.</summary>
    /// <exception cref="IOException">It has more than 256 MiB.</exception>
    public void End(int begin)
    {
        int length = _count - begin;
        if (length > MaxMessageBytes)
        {
            throw new IOException("The output is too large for this format; select a part with --filter.");
        }

        for (int index = 0; index < LengthBytes; index++)
        {
            bool isLast = index == LengthBytes - 1;
            _bytes[begin - LengthBytes + index] = (byte)(((length >> (7 * index)) & 0x7f) | (isLast ? 0 : 0x80));
        }
    }

    /// <summary>A number in a packed list.</summary>
    public void Item(ulong value) => Varint(value);

    /// <summary>A number of the type fixed64 in a packed list.</summary>
    public void FixedItem(ulong value)
    {
        Ensure(sizeof(ulong));
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(_count), value);
        _count += sizeof(ulong);
    }

    private void Tag(int field, WireType type) => Varint(((ulong)field << 3) | (ulong)type);

    private void Varint(ulong value)
    {
        Ensure(MaxVarintBytes);
        while (value >= 0x80)
        {
            _bytes[_count++] = (byte)((value & 0x7f) | 0x80);
            value >>= 7;
        }

        _bytes[_count++] = (byte)value;
    }

    private void Ensure(int bytes)
    {
        if (_bytes.Length - _count < bytes)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _count + bytes));
        }
    }
}
