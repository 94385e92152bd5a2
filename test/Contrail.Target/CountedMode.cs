using System.Runtime.InteropServices;

namespace Contrail.Target;

/// <summary>
/// Waits for a session; then <c>--threads</c> (4) write <c>--count</c> (100,000) events of the <c>flood</c> mode each,
/// at full speed, and print their number: <c>wrote INDEX THREAD-ID COUNT</c>. They run as long as the process; with
/// <c>--staggered</c> each ends after its last event, the second after half as many events, the third after a third.
/// </summary>
internal static class CountedMode
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    public static void Run(TargetOptions options)
    {
        int threads = options.Count("threads", 4);
        long count = options.Count("count", 100_000);
        bool isStaggered = options.Has("staggered");
        string filler = FloodMode.Filler(options);
        while (!FloodEvents.Log.IsEnabled() && Lifetime.Pause(LookEvery))
        {
            // Events written before would not be recorded.
        }

        Crew.Start(threads, "counted", index =>
        {
            long first = FloodMode.FirstOf(index);
            long written = 0;
            long share = isStaggered ? count / (index + 1) : count;
            while (written < share && Lifetime.Goes)
            {
                FloodEvents.Log.Drop(first + ++written, filler);
            }

            Console.WriteLine($"wrote {index} {ThreadId()} {written}");
            if (!isStaggered)
            {
                Thread.Sleep(Timeout.Infinite);
            }
        });
    }

    [DllImport("libc", EntryPoint = "gettid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ThreadId();
}
