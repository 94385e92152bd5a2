using System.Diagnostics;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Tests.Support;

namespace Contrail.Fuzz;

/// <summary>
/// How much memory a recorder with a limit of 4 MiB takes while a peer sends nothing but one kind of frame, as fast as
/// it can be read. A recording that ends is followed by the next, as after a reconnection. The writer is included.
/// </summary>
internal static class HostileMemory
{
    private const int ChunkBytes = 256 << 10;

    public static void Measure(TimeSpan time)
    {
        foreach (HostileStream.Kind kind in Enum.GetValues<HostileStream.Kind>())
        {
            long bytes = 0;
            int recordingCount = 0;
            long heldBytesMost = 0;
            Stopwatch watch = Stopwatch.StartNew();
            for (; watch.Elapsed < time; recordingCount++)
            {
                (long fed, long held) = Record(kind, watch, time);
                bytes += fed;
                heldBytesMost = Math.Max(heldBytesMost, held);
            }

            Console.WriteLine(
                $"| {kind} | {bytes >> 20} MiB in {recordingCount} recordings | held {heldBytesMost >> 10} KiB at most "
                + $"| peak so far {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB |");
        }
    }

    private static (long Fed, long Held) Record(HostileStream.Kind kind, Stopwatch watch, TimeSpan time)
    {
        RecordingLimits limits = new(TimeSpan.FromHours(1), 4 << 20);
        NetTraceFormat format = new(limits.MaxRetainedBytes, limits.MaxCarriedBytes);
        using TraceRecording recording = new(format, limits, NetTraceSplitter.MaxFrameBytes);
        HostileStream stream = new();
        long heldBytesMost = 0;
        RecordingCounts counts = recording.Counts();
        while (watch.Elapsed < time && counts.Status == SourceState.Open)
        {
            while (stream.PendingBytes < ChunkBytes)
            {
                stream.Add(kind);
            }

            recording.Append(stream.Take());
            counts = recording.Counts();
            heldBytesMost = Math.Max(heldBytesMost, counts.HeldBytes);
        }

        return (counts.StreamBytes, heldBytesMost);
    }
}
