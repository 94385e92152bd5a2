using Contrail.Analysis.Reading;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.Views;

/// <summary>The window of a file on the trace's own clock.</summary>
internal sealed class TraceWindow
{
    private readonly TraceObject _trace;
    private readonly DateTime _firstUtc;

    public TraceWindow(TraceFileFacts facts)
    {
        _trace = facts.Trace;
        _firstUtc = facts.FirstUtc ?? facts.Trace.Utc;
        LastUtc = facts.LastUtc ?? _firstUtc;
    }

    public DateTime LastUtc { get; }

    public DateTime ToUtc(TraceTicks moment) => TraceDuration.Utc(moment, _trace);

    /// <summary>So many ticks of the trace's clock as a time; null for none.</summary>
    public TimeSpan? Duration(double? ticks) =>
        ticks is { } known ? TraceDuration.Span(known / _trace.TicksPerSecond) : null;

    /// <summary>From the beginning of the window; negative before it.</summary>
    public TimeSpan Offset(TraceTicks moment) => ToUtc(moment) - _firstUtc;

    /// <summary>From the beginning of the window to a moment; 0 before it.</summary>
    public double SecondsUntil(TraceTicks moment) => Math.Max(0, Offset(moment).TotalSeconds);

    /// <summary>From a moment to the end of the window; 0 after it.</summary>
    public double SecondsAfter(TraceTicks moment) => Math.Max(0, (LastUtc - ToUtc(moment)).TotalSeconds);
}
