using Contrail.Analysis.Model;
using Contrail.Core.NetTrace.Async;

namespace Contrail.Analysis.NetTrace.Async;

/// <summary>A sub-event of the async profiler, with its stack named.</summary>
/// <param name="At">When.</param>
/// <param name="Sequence">Its position among all that were read, which orders steps of equal times.</param>
/// <param name="Thread">The profiler's number of the thread.</param>
/// <param name="ThreadId">The operating system's id of the thread.</param>
/// <param name="Kind">What happened.</param>
/// <param name="ContextId">The context; 0 for the one that the thread runs.</param>
/// <param name="ParentId">The context that the thread ran; 0 for none.</param>
/// <param name="FrameCount">Number of methods.</param>
/// <param name="Stack">The methods of a stack.</param>
internal readonly record struct AsyncStep(
    TraceTime At,
    long Sequence,
    uint Thread,
    long ThreadId,
    AsyncEventKind Kind,
    ulong ContextId,
    ulong ParentId,
    int FrameCount,
    StackId Stack) : IComparable<AsyncStep>
{
    /// <inheritdoc/>
    public int CompareTo(AsyncStep other) => At != other.At
        ? At.CompareTo(other.At)
        : Sequence.CompareTo(other.Sequence);
}
