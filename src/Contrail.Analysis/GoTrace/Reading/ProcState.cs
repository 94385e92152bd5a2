namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>A proc at a point of the trace.</summary>
internal sealed class ProcState
{
    public required ProcStatus Status { get; set; }

    public required GoSequence Sequence { get; set; }

    public RangesOn Ranges { get; } = new();
}
