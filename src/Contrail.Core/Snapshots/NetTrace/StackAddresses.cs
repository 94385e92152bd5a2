using System.Buffers.Binary;
using Contrail.Core.Bytes;
using Contrail.Core.Formats.NetTrace;
using Contrail.Core.Ring;

namespace Contrail.Core.Snapshots.NetTrace;

/// <summary>Finds the code addresses that a window's stacks mention.</summary>
internal static class StackAddresses
{
    /// <summary>Each address once, in ascending order.</summary>
    public static ulong[] Collect(FrozenRing ring, int pointerBytes)
    {
        HashSet<ulong> addresses = [];
        HashSet<long> seen = [];
        foreach (Generations.FrozenGeneration generation in ring.GenerationsOldestFirst.Reverse())
        {
            // The latest pin of a region has all of its stacks, so the newest generation is asked first.
            foreach ((long number, StoredRun stacks) in ((PinnedRegions)generation.Pinned).Regions)
            {
                if (seen.Add(number))
                {
                    Collect(stacks, pointerBytes, addresses);
                }
            }
        }

        ulong[] sorted = [.. addresses];
        Array.Sort(sorted);
        return sorted;
    }

    private static void Collect(StoredRun stacks, int pointerBytes, HashSet<ulong> addresses)
    {
        foreach (StoredFrame block in stacks.Frames)
        {
            StackBlockReader reader = new(block.Bytes.Span);
            while (reader.MoveNext())
            {
                ReadOnlySpan<byte> rest = reader.Addresses;
                while (rest.Length >= pointerBytes)
                {
                    addresses.Add(pointerBytes == sizeof(long)
                        ? BinaryPrimitives.ReadUInt64LittleEndian(rest)
                        : BinaryPrimitives.ReadUInt32LittleEndian(rest));
                    rest = rest[pointerBytes..];
                }
            }
        }
    }
}
