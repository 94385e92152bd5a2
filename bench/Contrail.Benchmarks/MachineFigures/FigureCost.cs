using System.Diagnostics;
using System.Globalization;
using Contrail.Benchmarks.Figures;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Machine.Figures;

namespace Contrail.Benchmarks.MachineFigures;

/// <summary>
/// CPU time of the thread that reads the operating system's figures of a process, for each turn. Goals: 1 ms for 200
/// threads, 10 ms for 2,000.
/// </summary>
internal static class FigureCost
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(100);

    private static readonly (int Threads, int Active)[] Targets =
        [(20, 5), (200, 0), (200, 20), (200, 200), (2_000, 0), (2_000, 200)];

    /// <summary>Measures and prints the table.</summary>
    /// <param name="turns">The turns that count of each process, one a second.</param>
    public static void Measure(int turns)
    {
        Console.WriteLine(
            "| threads | of them active | CPU of a turn, median | of it 10 % to 90 % | first turn | quick turn, median "
                + "| allocated a turn | bytes of records a turn |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach ((int threads, int active) in Targets)
        {
            MeasureTarget(threads, active, turns);
        }

        Console.WriteLine();
        foreach (string fact in MeasuredMachine.Facts().Prepend($"{turns} turns each"))
        {
            Console.WriteLine($"- {fact}");
        }
    }

    private static void MeasureTarget(int threads, int active, int turns)
    {
        using Process target = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, ["figure-target", Text(threads), Text(active)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            if (target.StandardOutput.ReadLine() != FigureTarget.Ready)
            {
                throw new InvalidOperationException("The process with the threads did not start.");
            }

            using FigureReader reader = FigureReader.Open(target.Id)
                ?? throw new InvalidOperationException("The process has ended.");
            RecordSize records = new();
            (double first, _) = Turn(reader, records, isQuick: false);
            List<(double Microseconds, long AllocatedBytes)> full = Turns(reader, records, turns, isQuick: false);
            long recordBytes = records.Bytes / (turns + 1);
            List<(double Microseconds, long AllocatedBytes)> quick = Turns(reader, records, turns, isQuick: true);
            double[] sorted = [.. full.Select(turn => turn.Microseconds).Order()];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {threads} | {active} | {Median(full):F0} µs | {sorted[sorted.Length / 10]:F0} … "
                    + $"{sorted[^(1 + (sorted.Length / 10))]:F0} | {first:F0} µs | {Median(quick):F0} µs "
                    + $"| {full[^1].AllocatedBytes} B | {recordBytes} |"));
        }
        finally
        {
            target.StandardInput.Close();
            target.WaitForExit();
        }
    }

    private static List<(double Microseconds, long AllocatedBytes)> Turns(
        FigureReader reader, RecordSize records, int count, bool isQuick)
    {
        List<(double, long)> turns = [];
        for (int turn = 0; turn < count; turn++)
        {
            Thread.Sleep(isQuick ? Quick : Second);
            turns.Add(Turn(reader, records, isQuick));
        }

        return turns;
    }

    private static (double Microseconds, long AllocatedBytes) Turn(
        FigureReader reader, RecordSize records, bool isQuick)
    {
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        long before = CpuTime.OfThread;
        bool isAlive = isQuick ? reader.ReadQuickly(records) : reader.Read(records);
        double microseconds = (CpuTime.OfThread - before) / 1e3;
        return isAlive
            ? (microseconds, GC.GetAllocatedBytesForCurrentThread() - allocatedBefore)
            : throw new InvalidOperationException("The process has ended.");
    }

    private static double Median(List<(double Microseconds, long AllocatedBytes)> turns) =>
        turns.Select(turn => turn.Microseconds).Order().ElementAt(turns.Count / 2);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // Writes records as a lane would get them.
    private sealed class RecordSize : IFigureSink
    {
        private readonly byte[] _record = new byte[FigureRecord.MaxBytes];

        public long Bytes { get; private set; }

        public void Add(
            FigureEvent described, int threadId, ReadOnlySpan<byte> untrustedText, ReadOnlySpan<long> values) =>
            Bytes += new FigureRecord(described, threadId).Write(_record, untrustedText, values);
    }
}
