using System.Diagnostics;
using System.Globalization;
using Contrail.Benchmarks.Captures;
using Contrail.Benchmarks.Figures;
using Contrail.Capture;

namespace Contrail.Benchmarks.Triggers;

/// <summary>
/// A recorder of a simulated day whose rule fires again and again, with a folder that keeps the latest snapshots:
/// memory, descriptors and files must not grow.
/// </summary>
internal static class TriggerSoak
{
    private const int KeptCount = 20;
    private const int ClockFactor = 50;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxRun = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);
    private static readonly double[] Moments = [0.01, 0.1, 0.5, 1];

    /// <summary>Runs and prints the figures; returns whether nothing has grown since a tenth of the way.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="snapshotCount">How many snapshots are taken.</param>
    public static bool Run(string folder, int snapshotCount)
    {
        byte[] capture = File.ReadAllBytes(
            Path.Combine(Repository.Root, "test", "Contrail.Tests", "Corpus", "net10.nettrace"));
        using SemaphoreSlim taken = new(0);
        FlightRecorderOptions options = new()
        {
            MaxBytes = 1 << 20,
            Sink = new KeptSink(folder, KeptCount, () => taken.Release()),
            Triggers =
            [
                Trigger.On("exception:System.FormatException") with { Cooldown = TimeSpan.Zero, MaxPerDay = null },
            ],
        };
        SimulatedSource source = new(
            consumer => new SimulatedStream(capture, Day / snapshotCount, taken, consumer));
        using FlightRecorder recorder = new(options, source, new RecorderHost(new FastClock(ClockFactor)));
        recorder.Start();
        long start = Stopwatch.GetTimestamp();
        Console.WriteLine("| snapshots | resident MiB | managed MiB | descriptors | files | MiB of files |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|");
        List<SoakFigures> figures = [.. Moments.Select(part => TakeAt((long)(part * snapshotCount)))];
        return Report(recorder.Health, [.. figures[^1].GrownSince(figures[1])]);

        SoakFigures TakeAt(long count)
        {
            while (recorder.Health.SnapshotCount < count)
            {
                Thread.Sleep(LookEvery);
                if (Stopwatch.GetElapsedTime(start) > MaxRun || !recorder.Enabled)
                {
                    throw new InvalidOperationException($"No more snapshots: {recorder.Health.LastError}");
                }
            }

            SoakFigures now = SoakFigures.Take(count, folder);
            Console.WriteLine(now);
            return now;
        }
    }

    private static bool Report(RecorderHealth health, string[] grown)
    {
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"- {health.EventCount} events, {health.StreamBytes >> 20} MiB of stream, {health.FailedSnapshotCount} "
            + $"snapshots failed; {health.LastError ?? "no error"}"));
        foreach (string fact in MeasuredMachine.Facts())
        {
            Console.WriteLine($"- {fact}");
        }

        bool isSound = grown.Length == 0 && health is { FailedSnapshotCount: 0, LastError: null };
        Console.WriteLine(isSound ? "- nothing has grown" : $"- FAILED: {string.Join(", ", grown)} grew");
        return isSound;
    }
}
