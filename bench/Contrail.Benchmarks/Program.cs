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

if (ScriptCommand.TryRun(args) is { } exitCode)
{
    return exitCode;
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
