using System.Diagnostics;
using System.Globalization;
using Contrail.Analysis;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Benchmarks;

/// <summary>Answers all views about a Go trace in one reading, several times in one process.</summary>
internal static class GoViews
{
    private const int Rounds = 5;

    /// <summary>Prints the CPU time and the elapsed time of each round; the first one includes compilation.</summary>
    public static void Measure(string path)
    {
        byte[] trace = File.ReadAllBytes(path);
        for (int round = 1; round <= Rounds; round++)
        {
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            ViewRun run = new(ViewCatalog.All, new ViewOptions { Method = "main" });
            using MemoryStream stream = new(trace);
            if (!TraceAnalysis.TryRead(
                TraceAnalysis.GoTrace(), stream, null, run.Model, out _, CancellationToken.None))
            {
                throw new InvalidDataException(path);
            }

            int rows = run.Conclude().Sum(result => result.Tables.Sum(table => table.Rows.Count));
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime - before;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{ViewCatalog.All.Count} views, {rows} rows: {cpu.TotalSeconds:0.00} s of CPU time, "
                    + $"{elapsed.TotalSeconds:0.00} s"));
        }
    }
}
