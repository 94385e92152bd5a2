using System.Diagnostics;
using Contrail.Benchmarks.Captures;
using Contrail.Core.Ring;
using Contrail.Core.Triggers;
using Contrail.Triggers;

namespace Contrail.Benchmarks.Triggers;

/// <summary>
/// The pump with a full ring, at a rate of events as a process writes them, and the watch of a recorder next to it.
/// </summary>
internal static class WatchedPump
{
    private const int ChunkBytes = 128 << 10;
    private const double EventsPerSecond = 1e6;

    /// <summary>Two turns of the watch, so that it has decided on everything.</summary>
    private static readonly TimeSpan LastTurns = TimeSpan.FromMilliseconds(250);

    /// <summary>Replays events for some time.</summary>
    /// <param name="trace">The stream.</param>
    /// <param name="rules">The rules in force; null to record without a tap.</param>
    /// <param name="seconds">For how long.</param>
    public static PumpCost Run(TraceBytes trace, IReadOnlyList<TriggerRule>? rules, double seconds)
    {
        MeteredObserver? meter = null;
        RecordingLimits limits = new(TimeSpan.FromDays(1), TraceBytes.MaxRingBytes);
        using ReplayedSource source = ReplayedSource.Open(
            format => new TraceRecording(format.Format, limits, format.MaxFrameBytes), _ => new NoDrain(),
            TimeProvider.System, rules is null ? null : observer => meter = new MeteredObserver(observer));
        using TraceRecording recording = source.Recording;
        using TriggerWatch? watch = rules is null
            ? null : new TriggerWatch(source, new TriggerPlan(rules, TimeProvider.System, _ => { }));
        Feed(recording, trace.WarmUp.Span);
        Thread.Sleep(LastTurns);
        meter?.Begin();
        (long missed, long events) = (watch?.MissedCount ?? 0, recording.Counts().EventCount);
        long nanoseconds = Replay(recording, trace, seconds);
        Thread.Sleep(LastTurns);
        return watch?.Failure is { } failure
            ? throw new InvalidOperationException("The watch has failed.", failure)
            : new PumpCost(
                recording.Counts().EventCount - events, nanoseconds, meter?.Nanoseconds ?? 0,
                (watch?.MissedCount ?? 0) - missed);
    }

    // Returns the CPU time.
    private static long Replay(TraceRecording recording, TraceBytes trace, double seconds)
    {
        double bytesPerSecond = EventsPerSecond * trace.Measured.Length / trace.MeasuredEventCount;
        int allBytes = (int)Math.Min(trace.Measured.Length, seconds * bytesPerSecond);
        long nanoseconds = 0;
        long start = Stopwatch.GetTimestamp();
        for (int offset = 0; offset < allBytes;)
        {
            double dueBytes = Stopwatch.GetElapsedTime(start).TotalSeconds * bytesPerSecond;
            int length = (int)Math.Min(Math.Min(dueBytes, allBytes) - offset, ChunkBytes);
            if (length < Math.Min(ChunkBytes, allBytes - offset))
            {
                Thread.Sleep(1);
                continue;
            }

            long before = CpuTime.OfThread;
            Feed(recording, trace.Measured.Span.Slice(offset, length));
            nanoseconds += CpuTime.OfThread - before;
            offset += length;
        }

        return nanoseconds;
    }

    private static void Feed(TraceRecording recording, ReadOnlySpan<byte> bytes)
    {
        if (recording.Append(bytes) is not SourceState.Open)
        {
            throw new InvalidOperationException($"The stream is not recorded: {recording.Counts().Fault}");
        }
    }
}
