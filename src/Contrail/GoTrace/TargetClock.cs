using System.Diagnostics;
using Contrail.Core.Formats;
using Contrail.Core.Ring;

namespace Contrail.GoTrace;

/// <summary>
/// What a trace's clock shows now, which nobody tells: between two bounds. The trace begins after it was asked for, so
/// the time since then is at most what has passed on its clock; and what has arrived had happened before. Safe from any
/// thread; one observes.
/// </summary>
internal sealed class TargetClock
{
    /// <summary>
    /// What lies between an end of a generation and its arrival, a second at most, and as much again. On a link that is
    /// slower than the trace it is more (<see cref="LinkLag"/>): a snapshot waits in vain then, and says so.
    /// </summary>
    private const int MaxLagSeconds = 3;

    private volatile Sighting? _sighting;

    /// <summary>A new trace was requested at that moment of the stopwatch.</summary>
    public void Begin(long requestedAt) => _sighting = new Sighting(requestedAt, null, 0, default, 0);

    /// <summary>How much time of this trace has arrived in whole generations.</summary>
    public TimeSpan Arrived => _sighting is { First: { } first, TicksPerSecond: > 0 } seen
        ? TimeSpan.FromSeconds((double)seen.Latest.Since(first) / seen.TicksPerSecond)
        : TimeSpan.Zero;

    /// <summary>Looks at what has come, between two reads.</summary>
    public void Observe(TraceRecording recording)
    {
        if (_sighting is not { } last || recording.Latest is not { } latest || latest == last.Latest)
        {
            return;
        }

        RecordingCounts counts = last.First is null ? recording.Counts() : null!;
        _sighting = last with
        {
            First = last.First ?? counts.Start,
            TicksPerSecond = last.First is null ? counts.TicksPerSecond : last.TicksPerSecond,
            Latest = latest,
            ArrivedAt = Stopwatch.GetTimestamp(),
        };
    }

    /// <summary>
    /// What the trace's clock showed at a moment of the stopwatch, or more; null before a generation came.
    /// </summary>
    public TraceTicks? At(long timestamp)
    {
        if (_sighting is not { First: { } first } seen)
        {
            return null;
        }

        double sinceRequest = (double)(timestamp - seen.RequestedAt) / Stopwatch.Frequency;
        double sinceArrival = (double)(timestamp - seen.ArrivedAt) / Stopwatch.Frequency;
        long most = first.Value + (long)(sinceRequest * seen.TicksPerSecond);
        long least = seen.Latest.Value + (long)(sinceArrival * seen.TicksPerSecond);
        return new TraceTicks(Math.Clamp(most, least, least + (MaxLagSeconds * seen.TicksPerSecond)));
    }

    private sealed record Sighting(
        long RequestedAt, TraceTicks? First, long TicksPerSecond, TraceTicks Latest, long ArrivedAt);
}
