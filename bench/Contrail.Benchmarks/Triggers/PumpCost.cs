namespace Contrail.Benchmarks.Triggers;

/// <summary>What a run cost.</summary>
/// <param name="EventCount">The events that were replayed.</param>
/// <param name="PumpNanoseconds">CPU time of the thread that reads the stream.</param>
/// <param name="WatchNanoseconds">CPU time of the thread that observes and decides.</param>
/// <param name="MissedCount">Events that should have been observed and were not, because they were too many.</param>
internal readonly record struct PumpCost(
    long EventCount, long PumpNanoseconds, long WatchNanoseconds, long MissedCount)
{
    /// <summary>Events for each second of CPU time of the reading thread, in millions.</summary>
    public double MillionsPerSecond => EventCount * 1e3 / PumpNanoseconds;

    /// <summary>CPU time of the watch for a million events of the stream, in milliseconds.</summary>
    public double WatchMilliseconds => WatchNanoseconds / (double)EventCount;

    /// <summary>Its CPU time on the reading thread for an event, in relation to that of another run.</summary>
    public double RatioTo(PumpCost peer) =>
        PumpNanoseconds / (double)EventCount / (peer.PumpNanoseconds / (double)peer.EventCount);
}
