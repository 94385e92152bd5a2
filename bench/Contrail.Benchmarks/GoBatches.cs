using System.Diagnostics;
using System.Globalization;
using Contrail.Benchmarks.Captures;
using Contrail.Benchmarks.Peers;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Recording;
using Contrail.Core.GoTrace.Snapshots;
using Contrail.Core.GoTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;

namespace Contrail.Benchmarks;

/// <summary>
/// Full Go batches: split, stored and evicted once, next to <c>memcpy</c> of the same bytes.
/// <c>bench/go-recorder.sh</c> alternates it with Go's own recorder.
/// </summary>
internal static class GoBatches
{
    private const int PayloadBytes = 65_454;
    private const int BatchesAGeneration = 128;

    /// <summary>Until the compiler has made its best of it.</summary>
    private const int WarmUpPasses = 4;

    private const long MeasuredBytes = 264L << 20;

    /// <summary>Writes a stream of what a busy runtime writes: batches that are full, eight MiB a second.</summary>
    public static void WriteStream(string path)
    {
        using FileStream file = File.Create(path);
        file.Write(new GoTraceVersion(26).Header());
        byte[] payload = new byte[PayloadBytes];
        new Random(1).NextBytes(payload);
        payload[0] = 0x0d;
        for (ulong number = 1; file.Length < TraceBytes.WarmUpBytes + MeasuredBytes; number++)
        {
            ulong start = number * 1_000_000_000;
            WriteBatch(file, number, start, [0x32, 0x08, 0x80, 0x94, 0xeb, 0xdc, 0x03, 0x33, 0, 0, 1, 0]);
            for (int count = 0; count < BatchesAGeneration; count++)
            {
                WriteBatch(file, number, start + (ulong)count, payload);
            }

            file.WriteByte(0x34);
        }
    }

    public static void Measure(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int measuredOffset = MeasuredOffset(bytes);
        CopyRing copies = new();
        copies.Copy(bytes.AsSpan(0, measuredOffset));
        long started = Stopwatch.GetTimestamp();
        copies.Copy(bytes.AsSpan(measuredOffset));
        Report("memcpy", bytes.Length - measuredOffset, started);
        for (int pass = 0; pass < WarmUpPasses; pass++)
        {
            GoTraceFormat warmUp = new();
            using RingStore warmUpStore = StoreOf(warmUp);
            Feed(warmUp, warmUpStore, bytes);
        }

        GoTraceFormat format = new();
        using RingStore store = StoreOf(format);
        Feed(format, store, bytes.AsSpan(0, measuredOffset));
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        started = Stopwatch.GetTimestamp();
        long batchCount = Feed(format, store, bytes.AsSpan(measuredOffset));
        Report("contrail", bytes.Length - measuredOffset, started);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        double each = (double)allocated / batchCount;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"allocated {each:F1} ({each * BatchesAGeneration:F0} a generation)"));
    }

    /// <summary>Writes what is held at the end of the stream to a new file, as the recorder does.</summary>
    public static void MeasureSnapshot(string path, string snapshotPath)
    {
        RecordingLimits limits = new(TimeSpan.FromDays(1), TraceBytes.MaxRingBytes);
        using TraceRecording recording = new(new GoTraceFormat(), limits, GoTraceSplitter.MaxFrameBytes);
        recording.Append(File.ReadAllBytes(path));
        for (int pass = 0; pass < WarmUpPasses; pass++)
        {
            Write(recording, limits, snapshotPath);
            File.Delete(snapshotPath);
        }

        long started = Stopwatch.GetTimestamp();
        long bytes = Write(recording, limits, snapshotPath);
        Report("contrail-snapshot", bytes, started);
        File.Delete(snapshotPath);
    }

    private static long Write(TraceRecording recording, RecordingLimits limits, string path)
    {
        using Snapshot snapshot = new GoTraceAssembler().Assemble(recording.Freeze(default)!, new SnapshotFacts
        {
            Reason = "measured",
            RequestedUtc = DateTime.UtcNow,
            RequestCoverage = RequestCoverage.Flushed,
            Period = limits.Period,
            MaxBytes = limits.MaxBytes,
            HeldBytes = recording.Counts().HeldBytes,
        });
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        RandomAccess.Write(file.SafeFileHandle, snapshot.Parts, 0);
        return snapshot.SizeBytes;
    }

    private static RingStore StoreOf(GoTraceFormat format) =>
        new(format, new RecordingLimits(TimeSpan.FromDays(1), TraceBytes.MaxRingBytes), PeriodPolicy.Instance, () => 0);

    // The frame with which the measured part begins, so that it is the same for all.
    private static int MeasuredOffset(byte[] bytes)
    {
        GoTraceSplitter splitter = new();
        int offset = 0;
        while (offset < TraceBytes.WarmUpBytes
            && splitter.Split(bytes.AsSpan(offset), out Frame frame, out _) == SplitStatus.Complete)
        {
            splitter.Take(frame);
            offset += frame.WholeBytes;
        }

        return offset;
    }

    private static long Feed(GoTraceFormat format, RingStore store, ReadOnlySpan<byte> source)
    {
        long frameCount = 0;
        while (format.Split(source, out Frame frame, out _) == SplitStatus.Complete && store.TryAccept(frame))
        {
            format.Take(frame);
            source = source[frame.WholeBytes..];
            frameCount++;
        }

        return frameCount;
    }

    private static void Report(string what, long bytes, long started) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{what} {bytes / Stopwatch.GetElapsedTime(started).TotalSeconds / 1e9:F2}"));

    private static void WriteBatch(FileStream file, ulong number, ulong time, byte[] payload)
    {
        file.WriteByte(GoBatch.Ordinary);
        WriteVar(file, number, minBytes: 1);
        WriteVar(file, 7, minBytes: 1);
        WriteVar(file, time, minBytes: 1);
        WriteVar(file, (ulong)payload.Length, minBytes: 10);
        file.Write(payload);
    }

    private static void WriteVar(FileStream file, ulong value, int minBytes)
    {
        for (int written = 1; value >= 0x80 || written < minBytes; written++, value >>= 7)
        {
            file.WriteByte((byte)((value & 0x7F) | 0x80));
        }

        file.WriteByte((byte)value);
    }
}
