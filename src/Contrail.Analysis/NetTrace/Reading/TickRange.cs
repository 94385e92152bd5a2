using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>The earliest and the latest of some moments, added in any order.</summary>
internal sealed class TickRange
{
    /// <summary>The earliest; null if there was none.</summary>
    public TraceTicks? First { get; private set; }

    /// <summary>The latest; null if there was none.</summary>
    public TraceTicks? Last { get; private set; }

    public void Add(TraceTicks moment)
    {
        First = First is { } first && first <= moment ? first : moment;
        Last = Last is { } last && last >= moment ? last : moment;
    }

    /// <summary>From the earliest to the latest, by the clock of a trace.</summary>
    public double Seconds(TraceObject trace) =>
        First is { } first && Last is { } last ? TraceDuration.Seconds(first, last, trace) : 0;
}
