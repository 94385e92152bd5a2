using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>
/// Puts the events of a file in the order of their times. A file contains one thread after the other; a sequence point
/// ends what can overlap, and an event marked as sorted is the earliest of all that follow. Where a file has neither
/// for too long, the older half of what is held is passed on, so that memory is bounded. Not safe for concurrent use.
/// </summary>
internal sealed class OrderedEvents(IOrderedEventVisitor visitor) : INetTraceVisitor
{
    /// <summary>Fewer are not worth a sort.</summary>
    private const int MinSorted = 16_384;

    private readonly HeldEvents _held = new();
    private int _sortAt = MinSorted;

    /// <inheritdoc/>
    public void OnTrace(TraceObject trace)
    {
    }

    /// <inheritdoc/>
    public void OnFrame(NetTraceFrameKind kind, ReadOnlySpan<byte> payload)
    {
        if (kind == NetTraceFrameKind.Stacks)
        {
            visitor.OnStacks(payload);
        }
        else if (kind == NetTraceFrameKind.SequencePoint)
        {
            Complete();
            visitor.OnRegionEnd();
        }
    }

    /// <inheritdoc/>
    public void OnEvent(MetadataRow row, in EventBlockReader current)
    {
        if (current.Sorted && _held.Count >= _sortAt)
        {
            _held.PassUntil(current.At, visitor);
            _sortAt = Math.Max(MinSorted, _held.Count * 2);
        }

        if (visitor.IsRequired(row))
        {
            if (_held.IsFull)
            {
                _held.PassOlderHalf(visitor);
            }

            _held.Add(row, current);
        }
    }

    /// <summary>Passes on what is held.</summary>
    public void Complete()
    {
        _held.PassAll(visitor);
        _sortAt = MinSorted;
    }
}
