using System.Globalization;
using Contrail.Benchmarks.Captures;
using Contrail.Benchmarks.MachineFigures;
using Contrail.Benchmarks.Sampling;
using Contrail.Benchmarks.Triggers;

namespace Contrail.Benchmarks;

/// <summary>What the scripts of bench/ measure without BenchmarkDotNet.</summary>
internal static class ScriptCommand
{
    /// <summary>Runs a command and returns its exit code; null if the arguments are none.</summary>
    public static int? TryRun(string[] args)
    {
        switch (args)
        {
            case ["go-stream", string path]:
                GoBatches.WriteStream(path);
                return 0;
            case ["go-batches", string path, string snapshotPath]:
                GoBatches.Measure(path);
                GoBatches.MeasureSnapshot(path, snapshotPath);
                return 0;
            case ["go-views", string path]:
                GoViews.Measure(path);
                return 0;
            case ["large-file", string path, string mebibytes]:
                CaptureFile.Ensure(CaptureKind.Mixed);
                RepeatedCapture.Write(CaptureFile.PathOf(CaptureKind.Mixed), path, Number(mebibytes) << 20);
                return 0;
            case ["trigger-cost", string rounds]:
                TriggerCost.Measure((int)Number(rounds));
                return 0;
            case ["trigger-soak", string path, string snapshots]:
                return TriggerSoak.Run(path, (int)Number(snapshots)) ? 0 : 1;
            case ["figure-cost", string turns]:
                FigureCost.Measure((int)Number(turns));
                return 0;
            case ["figure-target", string threads, string active]:
                FigureTarget.Run((int)Number(threads), (int)Number(active));
                return 0;
            case ["sampling-price", string pid, string address, string rounds]:
                SamplingPrice.Measure((int)Number(pid), new Uri(address), (int)Number(rounds));
                return 0;
            case ["go-warmup"]:
                Console.WriteLine(TraceBytes.WarmUpBytes);
                return 0;
            default:
                return null;
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
