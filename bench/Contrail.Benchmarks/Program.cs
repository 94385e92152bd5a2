// bench/go-recorder.sh, bench/go-reader.sh and bench/large-file.sh call these.
using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Contrail.Benchmarks;
using Contrail.Benchmarks.Captures;
using Contrail.Benchmarks.Figures;

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
        RepeatedCapture.Write(
            CaptureFile.PathOf(CaptureKind.Mixed), path, long.Parse(mebibytes, CultureInfo.InvariantCulture) << 20);
        return 0;
    case ["go-warmup"]:
        Console.WriteLine(TraceBytes.WarmUpBytes);
        return 0;
}

// bench/run.sh calls this: the arguments are BenchmarkDotNet's own (--filter '*Decode*', --iterationCount 5 …).
Array.ForEach(Enum.GetValues<CaptureKind>(), CaptureFile.Ensure);

// One invocation an iteration: a quarter of a GiB is long enough to be timed, and a ring is filled only once.
Job job = Job.Default.WithStrategy(RunStrategy.Monitoring)
    .WithLaunchCount(1).WithWarmupCount(4).WithIterationCount(11).WithInvocationCount(1).WithUnrollFactor(1);
ManualConfig config = ManualConfig.CreateEmpty()
    .AddJob(job)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddExporter(MarkdownExporter.Console)
    .AddLogger(ConsoleLogger.Default)
    // A machine under load takes longer over the generated project than the two minutes that are usual.
    .WithBuildTimeout(TimeSpan.FromMinutes(10))
    .WithArtifactsPath(Path.Combine(Repository.Root, "artifacts", "bench", "results"));

IEnumerable<Summary> summaries = BenchmarkSwitcher.FromAssembly(typeof(CaptureFile).Assembly).Run(args, config);
FigureTable table = new(summaries);
Console.WriteLine();
table.WriteTo(Console.Out);
return table.IsEmpty ? 1 : 0;
