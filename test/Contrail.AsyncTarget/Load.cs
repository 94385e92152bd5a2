using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Contrail.AsyncTarget;

/// <summary>
/// Starts async operations at a rate, each of three methods and two suspensions. For each line of the standard input,
/// a number of seconds, it prints the processor time of the process: <c>took COUNT MICROSECONDS</c>.
/// </summary>
internal static class Load
{
    private const int StepsPerSecond = 100;

    /// <summary>More than the runtime waits before it sends what was recorded, which belongs to the price.</summary>
    private static readonly TimeSpan Flush = TimeSpan.FromMilliseconds(200);

    private static int _ended;

    public static void Run(bool isRuntime, int rate)
    {
        Func<Task> startAsync = isRuntime ? RuntimeOuterAsync : CompilerOuterAsync;
        Console.WriteLine("ready");
        while (Console.In.ReadLine() is { } line && line != "stop")
        {
            int steps = int.Parse(line, CultureInfo.InvariantCulture) * StepsPerSecond;
            _ended = 0;
            TimeSpan before = Environment.CpuUsage.TotalTime;
            Stopwatch elapsed = Stopwatch.StartNew();
            for (int step = 1; step <= steps; step++)
            {
                for (int index = 0; index < rate / StepsPerSecond; index++)
                {
                    _ = startAsync();
                }

                TimeSpan ahead = TimeSpan.FromSeconds((double)step / StepsPerSecond) - elapsed.Elapsed;
                Thread.Sleep(ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero);
            }

            Thread.Sleep(Flush);
            TimeSpan took = Environment.CpuUsage.TotalTime - before;
            Console.WriteLine($"took {_ended} {(long)took.TotalMicroseconds}");
        }
    }

    [RuntimeAsyncMethodGeneration(false)]
    private static async Task CompilerOuterAsync()
    {
        await CompilerMiddleAsync();
        Interlocked.Increment(ref _ended);
    }

    [RuntimeAsyncMethodGeneration(false)]
    private static async Task CompilerMiddleAsync() => await CompilerInnerAsync();

    [RuntimeAsyncMethodGeneration(false)]
    private static async Task CompilerInnerAsync()
    {
        await Task.Yield();
        await Task.Yield();
    }

    private static async Task RuntimeOuterAsync()
    {
        await RuntimeMiddleAsync();
        Interlocked.Increment(ref _ended);
    }

    private static async Task RuntimeMiddleAsync() => await RuntimeInnerAsync();

    private static async Task RuntimeInnerAsync()
    {
        await Task.Yield();
        await Task.Yield();
    }
}
