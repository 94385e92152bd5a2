using Contrail.Analysis.Model;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>Converts the clock of a file to times since the start of its window. Immutable.</summary>
/// <param name="trace">The trace object, which relates the clock to UTC.</param>
/// <param name="start">The start of the window.</param>
/// <param name="end">The end of the window.</param>
internal sealed class NetTraceClock(TraceObject trace, TraceTicks start, TraceTicks end)
{
    /// <summary>The start of the window.</summary>
    public TraceTicks Start => start;

    /// <summary>The end of the window.</summary>
    public TraceTicks End => end;

    /// <summary>The window on the model's clock.</summary>
    public TraceExtent Extent => new(
        TraceTime.Max(TraceTime.Start, ToTime(end)), trace.IsUtcKnown ? TraceDuration.Utc(start, trace) : null);

    /// <summary>A moment on the model's clock.</summary>
    public TraceTime ToTime(TraceTicks moment) => TraceTime.Since(start.Value, moment.Value, trace.TicksPerSecond);

    /// <summary>A time of the wall clock on the model's clock.</summary>
    public TraceTime ToTime(DateTime utc) => ToTime(trace.FromUtc(utc));
}
