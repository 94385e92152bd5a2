using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// Reports the events of generations, one generation after the other, in one order for all threads. The next event is
/// the earliest one that can be next. Not thread-safe.
/// </summary>
internal sealed class GenerationMerge(IGoTraceVisitor visitor)
{
    private readonly CursorHeap _heap = new();
    private EventOrder _order = new();
    private long _lastTime;
    private int _syncCount;

    /// <summary>Events reported, excluding those that mark generations.</summary>
    public long EventCount { get; private set; }

    /// <summary>Discards all states, because nothing is known of what happened in between.</summary>
    public void Forget() => _order = new EventOrder();

    /// <summary>Reports a generation; returns its fault, or null.</summary>
    public TraceFault? Emit(DecodedGeneration generation)
    {
        // Each thread's first event is read before any is reported, so a mark precedes only what can begin.
        string fault = Open(generation);
        if (fault.Length == 0)
        {
            EmitSync(generation, generation.Start);
        }

        while (fault.Length == 0 && (_heap.Count > 0 || generation.Samples.HasNext))
        {
            fault = EmitNext(generation);
        }

        return RuleFault.Of(fault);
    }

    /// <summary>Reports the end of the trace to the visitor.</summary>
    public void EmitEnd() => EmitSync(null, _lastTime);

    private string Open(DecodedGeneration generation)
    {
        _heap.Clear();
        foreach (EventCursor cursor in generation.Cursors())
        {
            CursorStatus moved = cursor.MoveNext();
            if (moved == CursorStatus.Broken)
            {
                return cursor.Fault?.Detail ?? "";
            }

            if (moved == CursorStatus.Moved)
            {
                _heap.Insert(cursor);
            }
        }

        return "";
    }

    private string EmitNext(DecodedGeneration generation)
    {
        if (generation.Samples.HasNext
            && (_heap.Count == 0 || generation.Samples.Next.Time < _heap[0].Time))
        {
            CpuSample sample = generation.Samples.Next;
            generation.Samples.MoveNext();
            GoArguments arguments = default;
            arguments[0] = sample.Stack;
            return Deliver(new GoEvent(
                GoEventTable.Of(GoEventId.CPUSample), generation, sample.Time, sample.Context, arguments));
        }

        OrderVerdict verdict = TryAdvance(0, generation, out string fault);
        if (verdict == OrderVerdict.MustWait)
        {
            verdict = TryOthers(generation, out fault);
        }

        return verdict == OrderVerdict.Advanced && fault.Length == 0 ? DeliverEmitted() : fault;
    }

    // Times can differ slightly between threads: then the earliest event waits for one that seems to be later.
    private OrderVerdict TryOthers(DecodedGeneration generation, out string fault)
    {
        _heap.Sort();
        OrderVerdict verdict = OrderVerdict.MustWait;
        fault = $"broken trace: failed to advance: in generation {generation.Number} each thread waits for another; "
            + $"the first is {_heap[0].Thread} with {_heap[0].Row.Name}";
        for (int index = 1; index < _heap.Count && verdict == OrderVerdict.MustWait; index++)
        {
            verdict = TryAdvance(index, generation, out string found);
            fault = verdict == OrderVerdict.MustWait ? fault : found;
        }

        return verdict;
    }

    private OrderVerdict TryAdvance(int index, DecodedGeneration generation, out string fault)
    {
        EventCursor cursor = _heap[index];
        OrderVerdict verdict = _order.Advance(cursor, generation);
        fault = "";
        if (verdict == OrderVerdict.Broken)
        {
            fault = _order.Fault;
        }
        else if (verdict == OrderVerdict.Advanced)
        {
            fault = MoveOn(index, cursor);
        }

        return verdict;
    }

    private string MoveOn(int index, EventCursor cursor)
    {
        switch (cursor.MoveNext())
        {
            case CursorStatus.Moved:
                _heap.Update(index);
                return "";
            case CursorStatus.AtEnd:
                _heap.Remove(index);
                return "";
            default:
                return cursor.Fault?.Detail ?? "";
        }
    }

    private string DeliverEmitted()
    {
        foreach (ref readonly GoEvent goEvent in _order.Emitted)
        {
            string fault = Deliver(goEvent);
            if (fault.Length > 0)
            {
                return fault;
            }
        }

        return "";
    }

    private string Deliver(in GoEvent goEvent)
    {
        string fault = goEvent.Unresolved();
        if (fault.Length > 0)
        {
            return fault;
        }

        EventCount += goEvent.Kind == GoEventKind.Sync ? 0 : 1;
        _lastTime = goEvent.Time > _lastTime ? goEvent.Time : unchecked(_lastTime + 1);
        visitor.OnEvent(goEvent with { Time = _lastTime });
        return "";
    }

    private void EmitSync(DecodedGeneration? generation, long time)
    {
        GoArguments arguments = default;
        arguments[0] = (ulong)++_syncCount;
        Deliver(new GoEvent(GoEventTable.Of(GoEventId.Sync), generation, time, GoContext.Nowhere, arguments));
    }
}
