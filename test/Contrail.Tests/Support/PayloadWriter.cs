using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Contrail.Tests.Support;

/// <summary>Writes a payload field by field, in the order of the calls.</summary>
internal sealed class PayloadWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public PayloadWriter U8(byte value)
    {
        _bytes.Write([value]);
        return this;
    }

    public PayloadWriter U16(int value)
    {
        Span<byte> field = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(field, (ushort)value);
        _bytes.Write(field);
        return this;
    }

    public PayloadWriter U32(long value)
    {
        Span<byte> field = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(field, unchecked((uint)value));
        _bytes.Write(field);
        return this;
    }

    public PayloadWriter U64(ulong value)
    {
        Span<byte> field = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(field, value);
        _bytes.Write(field);
        return this;
    }

    public PayloadWriter F64(double value) => U64(BitConverter.DoubleToUInt64Bits(value));

    public PayloadWriter Text(string value)
    {
        _bytes.Write(Encoding.Unicode.GetBytes(value));
        return U16(0);
    }

    public PayloadWriter Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}
