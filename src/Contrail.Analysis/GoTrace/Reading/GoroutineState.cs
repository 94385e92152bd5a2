using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>A goroutine at a point of the trace.</summary>
internal sealed class GoroutineState
{
    private RangesOn? _ranges;
    private Stack<OpenRegion>? _regions;

    public required GoStatus Status { get; set; }

    public required GoSequence Sequence { get; set; }

    /// <summary>Few goroutines ever have one.</summary>
    public RangesOn Ranges => _ranges ??= new RangesOn();

    /// <summary>The regions that are open, the innermost on top. Few goroutines ever have one.</summary>
    public Stack<OpenRegion> Regions => _regions ??= new Stack<OpenRegion>();
}
