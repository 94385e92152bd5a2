using Contrail.Core.Ring.Lanes;

namespace Contrail.Machine.Bursts;

/// <summary>The memory of a recording for the rings of a burst, which count against its limit. Immutable.</summary>
/// <param name="MaxBytes">The most that a burst may take.</param>
/// <param name="TryTake">Reserves memory; false if it does not fit.</param>
/// <param name="Return">Returns memory.</param>
internal sealed record BurstMemory(long MaxBytes, Func<long, bool> TryTake, Action<long> Return)
{
    /// <summary>Memory without a limit.</summary>
    public static BurstMemory Unlimited { get; } = new(long.MaxValue, static _ => true, static _ => { });

    /// <summary>The memory of the recording of a lane.</summary>
    public static BurstMemory Of(LaneFeed lane) => new(lane.MaxBorrowedBytes, lane.TryBorrow, lane.Return);

    /// <summary>
    /// Reserves memory for a ring of each processor, its page of positions, and a buffer to which one ring is copied:
    /// for the largest rings that fit. Returns the data of a ring; 0 if not even the smallest ones fit.
    /// </summary>
    /// <param name="processorCount">How many rings.</param>
    /// <param name="maxRingBytes">The data of a ring that is requested, a power of two.</param>
    /// <param name="minRingBytes">The data of a ring that is worth a burst.</param>
    /// <param name="taken">What was reserved.</param>
    public int TryTakeRings(int processorCount, int maxRingBytes, int minRingBytes, out long taken)
    {
        taken = 0;
        for (int ringBytes = maxRingBytes; ringBytes >= minRingBytes; ringBytes /= 2)
        {
            long bytes = BytesOf(processorCount, ringBytes);
            if (bytes <= MaxBytes && TryTake(bytes))
            {
                taken = bytes;
                return ringBytes;
            }
        }

        return 0;
    }

    private static long BytesOf(int processorCount, int ringBytes) =>
        ((long)processorCount * (ringBytes + Environment.SystemPageSize)) + ringBytes;
}
