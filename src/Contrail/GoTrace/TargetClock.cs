using Contrail.Core.Formats;
using Contrail.Core.Ring;

namespace Contrail.GoTrace;

/// <summary>
/// The present time on a trace's clock, as two bounds, because no message contains it. The trace starts after its
/// request, so at most the time since then has passed on its clock; and what has arrived happened before. Safe from any
/// thread; one thread observes.
/// </summary>
internal sealed class TargetClock
{
    /// <summary>
    /// The time between the end of a generation and its arrival, at most a second, and the same time again. It is
    /// longer on a link that is slower than the trace (<see cref="LinkLag"/>): the wait of a snapshot then times out,
    /// and the manifest reports it.
    /// </summary>
    private const int MaxLagSeconds = 3;

    private readonly TimeProvider _time;
    private volatile Sighting? _sighting;

    public TargetClock(TimeProvider time) => _time = time;

    /// <summary>A new trace was requested at that timestamp.</summary>
    public void Begin(long requestedAt) => _sighting = new Sighting(requestedAt, null, 0, default, 0);

    /// <summary>How much time of this trace has arrived in whole generations.</summary>
    public TimeSpan Arrived => _sighting is { First: { } first, TicksPerSecond: > 0 } seen
        ? TimeSpan.FromSeconds((double)seen.Latest.Since(first) / seen.TicksPerSecond)
        : TimeSpan.Zero;

    /// <summary>Observes what has arrived, between two reads.</summary>
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
            ArrivedAt = _time.GetTimestamp(),
        };
    }

    /// <summary>
    /// The time on the trace's clock at a timestamp, or a later one; null before the first generation.
    /// </summary>
    public TraceTicks? At(long timestamp)
    {
        if (_sighting is not { First: { } first } seen)
        {
            return null;
        }

        double sinceRequest = (double)(timestamp - seen.RequestedAt) / _time.TimestampFrequency;
        double sinceArrival = (double)(timestamp - seen.ArrivedAt) / _time.TimestampFrequency;
        long most = first.Value + (long)(sinceRequest * seen.TicksPerSecond);
        long least = seen.Latest.Value + (long)(sinceArrival * seen.TicksPerSecond);
        return new TraceTicks(Math.Clamp(most, least, least + (MaxLagSeconds * seen.TicksPerSecond)));
    }

    private sealed record Sighting(
        long RequestedAt, TraceTicks? First, long TicksPerSecond, TraceTicks Latest, long ArrivedAt);
}
