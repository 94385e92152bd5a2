using System.Buffers.Binary;

namespace Contrail.Core.NetTrace.Symbols;

/// <summary>
/// Short runs of bytes, each stored once and identified by a number. Text whose every character is below 256 takes one
/// byte a character. Append-only: a reader taken from it stays valid whatever is added. Not thread-safe.
/// </summary>
internal sealed class BytePool
{
    // 64 KiB: below the large object heap, and room for the longest entry, which is the longest text of a payload.
    internal const int ChunkBits = 16;
    internal const int ChunkBytes = 1 << ChunkBits;
    internal const int HeaderBytes = sizeof(ushort);
    internal const int WideFlag = 0x8000;
    private const int MaxCharacters = 0x7FFF;
    private const int MinSlots = 256;

    private byte[][] _chunks = [];
    private int _tailBytes = ChunkBytes;

    // Ids plus one, so that zero is an empty slot.
    private int[] _slots = new int[MinSlots];
    private int _count;
    private byte[] _scratch = new byte[256];

    public long HeldBytes =>
        ((long)_chunks.Length * (ChunkBytes + sizeof(long))) + ((long)_slots.Length * sizeof(int)) + _scratch.Length;

    public BytePoolReader Reader => new(_chunks);

    /// <summary>Maximum growth by entries of that many bytes in all.</summary>
    public long GrowthBytes(int entryBytes)
    {
        long chunk = _tailBytes + entryBytes > ChunkBytes ? ChunkBytes : 0;
        long slots = IsNearlyFull(_count + 4) ? (long)_slots.Length * sizeof(int) : 0;
        return chunk + slots;
    }

    /// <summary>The number of a run of at most 32,767 bytes.</summary>
    public int Intern(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, MaxCharacters);
        EnsureScratch(HeaderBytes + bytes.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(_scratch, (ushort)bytes.Length);
        bytes.CopyTo(_scratch.AsSpan(HeaderBytes));
        return InternEntry(_scratch.AsSpan(0, HeaderBytes + bytes.Length));
    }

    /// <summary>The number of a text of at most 32,767 characters.</summary>
    public int InternText(ReadOnlySpan<byte> utf16)
    {
        int characterCount = utf16.Length / sizeof(char);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(characterCount, MaxCharacters);
        EnsureScratch(HeaderBytes + utf16.Length);
        Span<byte> entry = _scratch.AsSpan();
        for (int index = 0; index < characterCount; index++)
        {
            bool fitsOneByte = utf16[(index * 2) + 1] == 0;
            if (!fitsOneByte)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)(characterCount | WideFlag));
                utf16.CopyTo(entry[HeaderBytes..]);
                return InternEntry(entry[..(HeaderBytes + utf16.Length)]);
            }

            entry[HeaderBytes + index] = utf16[index * 2];
        }

        BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)characterCount);
        return InternEntry(entry[..(HeaderBytes + characterCount)]);
    }

    /// <summary>The number here of an entry of another pool.</summary>
    public int InternFrom(BytePoolReader other, int id) => InternEntry(other.EntryAt(id));

    private static int HashOf(ReadOnlySpan<byte> entry)
    {
        // Seeded by the runtime, so a hostile process cannot aim at one slot.
        HashCode hash = default;
        hash.AddBytes(entry);
        return hash.ToHashCode();
    }

    private int InternEntry(ReadOnlySpan<byte> entry)
    {
        int slot = SlotOf(entry);
        if (_slots[slot] != 0)
        {
            return _slots[slot] - 1;
        }

        int id = Append(entry);
        _slots[slot] = id + 1;
        _count++;
        if (IsNearlyFull(_count))
        {
            GrowSlots();
        }

        return id;
    }

    private bool IsNearlyFull(int count) => count > _slots.Length / 4 * 3;

    private int SlotOf(ReadOnlySpan<byte> entry)
    {
        BytePoolReader reader = Reader;
        int mask = _slots.Length - 1;
        int slot = HashOf(entry) & mask;

        // Ends: never more than three quarters of the slots are taken.
        while (_slots[slot] != 0 && !reader.EntryAt(_slots[slot] - 1).SequenceEqual(entry))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private int Append(ReadOnlySpan<byte> entry)
    {
        if (_tailBytes + entry.Length > ChunkBytes)
        {
            _chunks = [.. _chunks, new byte[ChunkBytes]];
            _tailBytes = 0;
        }

        int chunkIndex = _chunks.Length - 1;
        entry.CopyTo(_chunks[chunkIndex].AsSpan(_tailBytes));
        int id = (chunkIndex << ChunkBits) | _tailBytes;
        _tailBytes += entry.Length;
        return id;
    }

    private void GrowSlots()
    {
        int[] old = _slots;
        BytePoolReader reader = Reader;
        _slots = new int[old.Length * 2];
        int mask = _slots.Length - 1;
        foreach (int taken in old)
        {
            if (taken == 0)
            {
                continue;
            }

            int slot = HashOf(reader.EntryAt(taken - 1)) & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = taken;
        }
    }

    private void EnsureScratch(int bytes)
    {
        if (_scratch.Length < bytes)
        {
            _scratch = new byte[Math.Max(bytes, _scratch.Length * 2)];
        }
    }
}
