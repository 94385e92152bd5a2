using System.Globalization;
using System.Runtime.InteropServices;
using Contrail.Target.Prices;

namespace Contrail.Target;

/// <summary>
/// Runs its <c>--operation</c> as often as a line of its standard input contains, and prints the processor time of the
/// whole process: <c>took COUNT MICROSECONDS</c>. <c>stop</c> ends it.
/// </summary>
internal static class PriceMode
{
    private const int ProcessClock = 2;

    /// <summary>More than the runtime waits before it sends what was recorded, which belongs to the price.</summary>
    private static readonly TimeSpan Flush = TimeSpan.FromMilliseconds(150);

    private static readonly Dictionary<string, Func<IOperation>> Operations = new()
    {
        ["nothing"] = () => new Arithmetic(),
        ["exceptions"] = () => new Exceptions(),
        ["contentions"] = () => new Contentions(),
        ["waits"] = () => new HandleWaits(),
        ["workItems"] = () => new WorkItems(),
        ["threads"] = () => new ThreadStarts(),
        ["collections"] = () => new Collections(),
        ["allocations"] = () => new Allocations(),
        ["crowd"] = () => new Crowd(),
    };

    public static void Run(TargetOptions options)
    {
        using IOperation operation = Operations[options.Text("operation", "nothing")]();
        while (Lifetime.Goes && Console.In.ReadLine() is { } line && line != "stop")
        {
            int count = int.Parse(line, CultureInfo.InvariantCulture);
            long before = ProcessorNanoseconds();
            operation.Do(count);
            Thread.Sleep(Flush);
            Console.WriteLine($"took {count} {(ProcessorNanoseconds() - before) / 1000}");
        }

        Lifetime.End();
    }

    private static long ProcessorNanoseconds()
    {
        _ = ReadClock(ProcessClock, out TimeSpec time);
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ReadClock(int clock, out TimeSpec time);

    private readonly struct TimeSpec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
