using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Contrail.Core.Bytes;

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

    /// <summary>A number of variable size.</summary>
    public PayloadWriter Var(ulong value)
    {
        Span<byte> field = stackalloc byte[VarUInt.MaxBytes];
        _bytes.Write(field[..VarUInt.Write(field, value)]);
        return this;
    }

    /// <summary>A text of nettrace 6: its length as a number of variable size, then UTF-8.</summary>
    public PayloadWriter Utf8(string value)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(value);
        return Var((ulong)utf8.Length).Bytes(utf8);
    }

    /// <summary>A text in a payload: its length in two bytes, then UTF-8.</summary>
    public PayloadWriter ShortUtf8(string value)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(value);
        return U16(utf8.Length).Bytes(utf8);
    }

    public PayloadWriter Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}
