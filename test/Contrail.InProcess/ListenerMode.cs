using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace Contrail.InProcess;

/// <summary>
/// Prints the threads that created event sources during the recording. A draining thread that creates one could wait
/// for the runtime's lock while the owner of the lock waits for the drain.
/// </summary>
internal static class ListenerMode
{
    // Static, because the constructor of a listener's base calls it before its own fields are there.
    private static readonly ConcurrentQueue<(string Source, string Thread)> Made = new();

    public static string Run(Arguments arguments)
    {
        using Listener listener = new();
        using FlightRecorder recorder = new(new FlightRecorderOptions());
        recorder.Start();
        Conditions.Throw(100);
        GC.Collect();
        recorder.WriteTo(new MemoryStream());
        recorder.Stop();
        string[] madeByUs = [.. Made
            .Where(made => made.Thread.StartsWith("Contrail", StringComparison.Ordinal))
            .Select(made => $"{made.Source} on {made.Thread}")];
        return $"{Made.Count(made => made.Source == "Contrail")} marker; {string.Join(", ", madeByUs)}";
    }

    private sealed class Listener : EventListener
    {
        protected override void OnEventSourceCreated(EventSource eventSource) =>
            Made.Enqueue((eventSource.Name, Thread.CurrentThread.Name ?? ""));
    }
}
