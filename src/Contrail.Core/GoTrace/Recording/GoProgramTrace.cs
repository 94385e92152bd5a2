using Contrail.Core.Bytes;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Wire;
using Contrail.Core.Ring;

namespace Contrail.Core.GoTrace.Recording;

/// <summary>What a trace shows of the program that writes it. Immutable.</summary>
/// <param name="Start">The first moment of its newest run.</param>
/// <param name="Last">The last one.</param>
/// <param name="TicksPerSecond">The speed of its clock.</param>
/// <param name="Threads">
/// The operating system's ids of threads that wrote its newest generation, in the pid namespace of the program.
/// </param>
internal sealed record GoProgramTrace(
    TraceTicks Start, TraceTicks Last, long TicksPerSecond, IReadOnlyCollection<int> Threads)
{
    /// <summary>Each batch names one; a program has some tens.</summary>
    private const int MaxThreads = 4_096;

    /// <summary>Reads it; null before a generation is complete.</summary>
    /// <param name="ring">The frozen ring, which the caller owns.</param>
    public static GoProgramTrace? Of(FrozenRing ring)
    {
        FrozenGeneration newest = ring.GenerationsOldestFirst[^1];
        return newest.Source.Carry is GoTraceGenerationState { Clocks: { } clocks }
            ? new GoProgramTrace(ring.Start, newest.Source.Last, clocks.TicksPerSecond, ThreadsOf(newest.Frames))
            : null;
    }

    private static HashSet<int> ThreadsOf(StoredRun frames)
    {
        HashSet<int> threads = [];
        foreach (StoredFrame frame in frames.Frames)
        {
            bool isRead = frame.Kind == (int)GoTraceFrameKind.Batch
                & GoBatch.Read(frame.Bytes.Span, out GoBatch batch, out _) == SplitStatus.Complete;
            if (isRead && batch.Thread is > 0 and <= int.MaxValue && threads.Count < MaxThreads)
            {
                threads.Add((int)batch.Thread);
            }
        }

        return threads;
    }
}
