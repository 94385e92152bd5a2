using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Contrail.Core.Bytes;

/// <summary>
/// Reads little-endian values from untrusted bytes, from front to back. A read that finds too few bytes, or an invalid
/// value, returns <see langword="false"/> without moving; reads never throw. A copy of the cursor is a place to return
/// to. Returned spans borrow the bytes.
/// </summary>
/// <param name="untrusted">The bytes to read.</param>
internal ref struct ByteCursor(ReadOnlySpan<byte> untrusted)
{
    // Seven bits a byte: 32 bits take at most 5 bytes, the last with 4 of them; 64 bits take 10, the last with 1.
    private const int MaxVarUInt32Bytes = 5;
    private const int MaxVarUInt64Bytes = 10;
    private const int VarBits = 7;

    /// <summary>The bytes not yet read.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = untrusted;

    /// <summary>How many bytes are not yet read.</summary>
    public readonly int RestBytes => Rest.Length;

    /// <summary>Whether everything was read.</summary>
    public readonly bool IsAtEnd => Rest.IsEmpty;

    /// <summary>Takes the next <paramref name="count"/> bytes; refuses a negative count.</summary>
    public bool TryReadBytes(int count, out ReadOnlySpan<byte> taken)
    {
        // As an unsigned number a negative count is larger than any span.
        if (unchecked((uint)count) > (uint)Rest.Length)
        {
            taken = default;
            return false;
        }

        taken = Rest[..count];
        Rest = Rest[count..];
        return true;
    }

    /// <summary>Steps over the next <paramref name="count"/> bytes; refuses a negative count.</summary>
    public bool TrySkip(int count) => TryReadBytes(count, out _);

    /// <summary>Reads one byte.</summary>
    public bool TryReadByte(out byte value)
    {
        bool taken = TryReadBytes(sizeof(byte), out ReadOnlySpan<byte> bytes);
        value = taken ? bytes[0] : default;
        return taken;
    }

    /// <summary>Reads two bytes.</summary>
    public bool TryReadUInt16(out ushort value)
    {
        bool taken = TryReadBytes(sizeof(ushort), out ReadOnlySpan<byte> bytes);
        value = taken ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : default;
        return taken;
    }

    /// <summary>Reads four bytes.</summary>
    public bool TryReadInt32(out int value)
    {
        bool taken = TryReadBytes(sizeof(int), out ReadOnlySpan<byte> bytes);
        value = taken ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : default;
        return taken;
    }

    /// <summary>Reads four bytes as a number without a sign.</summary>
    public bool TryReadUInt32(out uint value)
    {
        bool taken = TryReadInt32(out int signed);
        value = unchecked((uint)signed);
        return taken;
    }

    /// <summary>Reads eight bytes.</summary>
    public bool TryReadInt64(out long value)
    {
        bool taken = TryReadBytes(sizeof(long), out ReadOnlySpan<byte> bytes);
        value = taken ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : default;
        return taken;
    }

    /// <summary>Reads eight bytes as a number without a sign.</summary>
    public bool TryReadUInt64(out ulong value)
    {
        bool taken = TryReadInt64(out long signed);
        value = unchecked((ulong)signed);
        return taken;
    }

    /// <summary>Reads eight bytes as a floating-point number, which may be NaN.</summary>
    public bool TryReadDouble(out double value)
    {
        bool taken = TryReadInt64(out long bits);
        value = BitConverter.Int64BitsToDouble(bits);
        return taken;
    }

    /// <summary>Reads sixteen bytes.</summary>
    public bool TryReadGuid(out Guid value)
    {
        bool taken = TryReadBytes(16, out ReadOnlySpan<byte> bytes);
        value = taken ? new Guid(bytes) : default;
        return taken;
    }

    /// <summary>
    /// Reads a number of seven bits a byte, low bits first; refuses one longer than five bytes or wider than 32 bits.
    /// Padding with zero bits is a legal way to write a small number.
    /// </summary>
    public bool TryReadVarUInt32(out uint value)
    {
        bool taken = TryReadVar(MaxVarUInt32Bytes, uint.MaxValue, out ulong wide);
        value = unchecked((uint)wide);
        return taken;
    }

    /// <summary>Reads a number of seven bits a byte, low bits first; refuses one wider than 64 bits.</summary>
    public bool TryReadVarUInt64(out ulong value) => TryReadVar(MaxVarUInt64Bytes, ulong.MaxValue, out value);

    /// <summary>
    /// Reads UTF-16 text up to its terminating zero character. The result borrows the text's bytes, without the
    /// terminator; surrogates need not be paired.
    /// </summary>
    public bool TryReadUtf16Z(out ReadOnlySpan<byte> utf16)
    {
        // A cast of spans is a change of type: it keeps the bounds and drops an odd last byte. The characters may be at
        // odd addresses, which every processor supported by .NET 10 can read.
        int characterCount = MemoryMarshal.Cast<byte, char>(Rest).IndexOf('\0');
        if (characterCount < 0)
        {
            utf16 = default;
            return false;
        }

        int textBytes = characterCount * sizeof(char);
        utf16 = Rest[..textBytes];
        Rest = Rest[(textBytes + sizeof(char))..];
        return true;
    }

    private bool TryReadVar(int maxBytes, ulong maxValue, out ulong value)
    {
        value = 0;
        int scanBytes = Math.Min(maxBytes, Rest.Length);
        for (int index = 0; index < scanBytes; index++)
        {
            ulong low = Rest[index] & 0x7FUL;
            int shift = index * VarBits;
            bool fits = low <= maxValue >> shift;
            if (!fits)
            {
                break;
            }

            value |= low << shift;
            bool last = (Rest[index] & 0x80) == 0;
            if (last)
            {
                Rest = Rest[(index + 1)..];
                return true;
            }
        }

        value = 0;
        return false;
    }
}
