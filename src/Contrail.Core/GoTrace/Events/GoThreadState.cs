namespace Contrail.Core.GoTrace.Events;

/// <summary>What a thread has at a point of the trace; -1 where it has none.</summary>
internal sealed class GoThreadState
{
    public long Proc { get; set; } = GoContext.None;

    public long Goroutine { get; set; } = GoContext.None;
}
