using System.Buffers.Binary;
using Contrail.Core.Bytes;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Core.Ring.Lanes;

namespace Contrail.Core.NetTrace.Snapshots;

/// <summary>The code addresses in a window's stacks: of its events, and of its async operations.</summary>
internal sealed class StackAddresses
{
    /// <summary>The runtime collects no more frames of a stack than this, innermost first.</summary>
    public const int MaxFrames = 100;

    private readonly int _pointerBytes;
    private readonly HashSet<ulong> _addresses = [];

    private StackAddresses(int pointerBytes) => _pointerBytes = pointerBytes;

    /// <summary>Those that the runtime wrote, each once, in ascending order.</summary>
    public ulong[] OfRuntime { get; private set; } = [];

    /// <summary>Those that only samples have, each once, in ascending order: they can be of native code.</summary>
    public ulong[] OfSamples { get; private set; } = [];

    /// <summary>Whether a sample is of a thread in the kernel.</summary>
    public bool HasKernel { get; private set; }

    /// <summary>How many stacks have as many frames as the runtime collects at most.</summary>
    public long StacksAtLimit { get; private set; }

    /// <summary>Finds those of a window.</summary>
    /// <param name="ring">The window.</param>
    /// <param name="rows">The metadata rows of its events.</param>
    /// <param name="pointerBytes">Size of an address in bytes.</param>
    public static StackAddresses Collect(FrozenRing ring, MetadataRow[] rows, int pointerBytes)
    {
        StackAddresses found = new(pointerBytes);
        HashSet<long> seen = [];
        foreach (FrozenGeneration generation in ring.GenerationsOldestFirst.Reverse())
        {
            // The latest pin of a region has all of its stacks, so the newest generation is searched first.
            foreach ((long number, StoredRun stacks) in ((PinnedRegions)generation.Pinned).Regions)
            {
                if (seen.Add(number))
                {
                    found.Add(stacks);
                }
            }
        }

        AsyncAddresses.Collect(ring, rows, found._addresses);
        found.OfRuntime = [.. found._addresses.Order()];
        found.OfSamples = found.AddressesOfSamples(ring);
        return found;
    }

    /// <summary>Finds those of the samples of a window whose stream is not in this format.</summary>
    public static StackAddresses CollectSamples(FrozenRing ring)
    {
        StackAddresses found = new(sizeof(ulong));
        found.OfSamples = found.AddressesOfSamples(ring);
        return found;
    }

    // They have a limit of their own, and do not count as stacks at the runtime's.
    private ulong[] AddressesOfSamples(FrozenRing ring)
    {
        HashSet<ulong> sampled = [];
        foreach (LaneRecord record in ring.Lanes.Where(lane => lane.Kind is LaneKind.CpuSamples or LaneKind.OffCpu)
            .SelectMany(ring.RecordsOf))
        {
            if (CpuSampleRecord.TryRead(record.Bytes.Span, out _, out ReadOnlySpan<byte> addresses))
            {
                Add(addresses, sizeof(ulong), sampled);
            }
        }

        HasKernel = sampled.Remove(CpuSampleRecord.KernelAddress);
        sampled.ExceptWith(_addresses);
        return [.. sampled.Order()];
    }

    private void Add(StoredRun stacks)
    {
        foreach (StoredFrame block in stacks.Frames)
        {
            StackBlockReader reader = new(block.Bytes.Span);
            while (reader.MoveNext())
            {
                ReadOnlySpan<byte> rest = reader.Addresses;
                StacksAtLimit += rest.Length / _pointerBytes >= MaxFrames ? 1 : 0;
                Add(rest, _pointerBytes, _addresses);
            }
        }
    }

    private static void Add(ReadOnlySpan<byte> addresses, int addressBytes, HashSet<ulong> found)
    {
        while (addresses.Length >= addressBytes)
        {
            found.Add(addressBytes == sizeof(long)
                ? BinaryPrimitives.ReadUInt64LittleEndian(addresses)
                : BinaryPrimitives.ReadUInt32LittleEndian(addresses));
            addresses = addresses[addressBytes..];
        }
    }
}
