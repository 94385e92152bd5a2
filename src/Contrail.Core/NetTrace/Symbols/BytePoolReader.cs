using System.Buffers.Binary;
using System.Text;

namespace Contrail.Core.NetTrace.Symbols;

/// <summary>Reads what a <see cref="BytePool"/> held when this was taken from it; safe from any thread.</summary>
internal readonly struct BytePoolReader(byte[][] chunks)
{
    /// <summary>An entry as stored: a header, then its bytes.</summary>
    public ReadOnlySpan<byte> EntryAt(int id)
    {
        ReadOnlySpan<byte> rest = chunks[id >> BytePool.ChunkBits].AsSpan(id & (BytePool.ChunkBytes - 1));
        ushort header = BinaryPrimitives.ReadUInt16LittleEndian(rest);
        int count = header & ~BytePool.WideFlag;
        bool isWide = (header & BytePool.WideFlag) != 0;
        return rest[..(BytePool.HeaderBytes + (isWide ? count * sizeof(char) : count))];
    }

    /// <summary>A run of bytes.</summary>
    public ReadOnlySpan<byte> BytesAt(int id) => EntryAt(id)[BytePool.HeaderBytes..];

    /// <summary>How many bytes a text has as UTF-16.</summary>
    public int Utf16Bytes(int id) =>
        (BinaryPrimitives.ReadUInt16LittleEndian(EntryAt(id)) & ~BytePool.WideFlag) * sizeof(char);

    /// <summary>
    /// Writes a text as UTF-16, and returns the number of bytes; the rest of the target does not change.
    /// </summary>
    public int WriteUtf16(int id, Span<byte> target)
    {
        ReadOnlySpan<byte> entry = EntryAt(id);
        ReadOnlySpan<byte> bytes = entry[BytePool.HeaderBytes..];
        bool isWide = (BinaryPrimitives.ReadUInt16LittleEndian(entry) & BytePool.WideFlag) != 0;
        if (isWide)
        {
            bytes.CopyTo(target);
            return bytes.Length;
        }

        for (int index = 0; index < bytes.Length; index++)
        {
            target[index * 2] = bytes[index];
            target[(index * 2) + 1] = 0;
        }

        return bytes.Length * sizeof(char);
    }

    /// <summary>A text as a string; invalid UTF-16 is replaced.</summary>
    public string TextAt(int id)
    {
        ReadOnlySpan<byte> entry = EntryAt(id);
        bool isWide = (BinaryPrimitives.ReadUInt16LittleEndian(entry) & BytePool.WideFlag) != 0;
        Encoding encoding = isWide ? Encoding.Unicode : Encoding.Latin1;
        return encoding.GetString(entry[BytePool.HeaderBytes..]);
    }
}
