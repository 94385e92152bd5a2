using System.Diagnostics;

namespace Contrail.Core.NetTrace.Symbols;

/// <summary>
/// Numbered cells for method records. They are stored in chunks that never move, so growing copies nothing, and each
/// chunk is small enough to stay out of the large object heap. Not thread-safe.
/// </summary>
internal sealed class MethodStore
{
    private const int ChunkBits = 10;
    private const int ChunkCells = 1 << ChunkBits;
    private const int None = -1;

    // Four of eight bytes, nine of four, four of one.
    private const int RecordBytes = 72;

    private MethodRecord[][] _chunks = [];
    private int _firstFree = None;

    /// <summary>Cells in use.</summary>
    public int Count { get; private set; }

    /// <summary>Every slot ever taken is below this.</summary>
    public int SlotsEver { get; private set; }

    public long HeldBytes => ((long)_chunks.Length * ChunkBytes) + ((long)_chunks.Length * sizeof(ulong));

    /// <summary>Growth by one more cell.</summary>
    public long GrowthBytes => _firstFree == None && SlotsEver == _chunks.Length * ChunkCells ? ChunkBytes : 0;

    private static long ChunkBytes => (long)ChunkCells * RecordBytes;

    public ref MethodRecord this[int slot] => ref _chunks[slot >> ChunkBits][slot & (ChunkCells - 1)];

    public int Take(in MethodRecord record)
    {
        int slot = _firstFree;
        if (slot != None)
        {
            _firstFree = this[slot].CloseSlot;
        }
        else
        {
            slot = SlotsEver++;
            if (slot >> ChunkBits == _chunks.Length)
            {
                _chunks = [.. _chunks, new MethodRecord[ChunkCells]];
            }
        }

        this[slot] = record;
        Count++;
        return slot;
    }

    public void Release(int slot)
    {
        Debug.Assert(slot >= 0 && slot < SlotsEver, "A slot is released that was never taken.");
        Debug.Assert(Count > 0, "More slots are released than were taken.");
        this[slot].CloseSlot = _firstFree;
        _firstFree = slot;
        Count--;
    }
}
