namespace Contrail.Core.Bytes;

/// <summary>Segments that no recording holds, by size. Not thread-safe.</summary>
internal sealed class IdleSegments
{
    private readonly Dictionary<int, Stack<Segment>> _bySize = [];

    /// <summary>Bytes of all of them.</summary>
    public long Bytes { get; private set; }

    public void Add(Segment segment)
    {
        if (!_bySize.TryGetValue(segment.CapacityBytes, out Stack<Segment>? same))
        {
            _bySize.Add(segment.CapacityBytes, same = new Stack<Segment>());
        }

        same.Push(segment);
        Bytes += segment.CapacityBytes;
    }

    /// <summary>Takes a segment of that size; null if there is none.</summary>
    public Segment? TryTake(int capacityBytes) =>
        _bySize.TryGetValue(capacityBytes, out Stack<Segment>? same) ? TryPop(same) : null;

    /// <summary>Takes a segment of any size; null if there is none.</summary>
    public Segment? TryTakeAny()
    {
        foreach (Stack<Segment> same in _bySize.Values)
        {
            if (TryPop(same) is { } segment)
            {
                return segment;
            }
        }

        return null;
    }

    private Segment? TryPop(Stack<Segment> same)
    {
        if (!same.TryPop(out Segment? segment))
        {
            return null;
        }

        Bytes -= segment.CapacityBytes;
        return segment;
    }
}
