using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Core.Ring;

/// <content>
/// Generations that the format owns: it marks where one ends, and that what follows does not continue the stored ones.
/// </content>
internal sealed partial class RingStore
{
    private Generation? _tail;
    private long _run;

    public void EndGeneration(IGenerationState state)
    {
        Generation closed = GenerationOf(state);
        Latest = Latest is { } latest && latest > closed.Last ? latest : closed.Last;
        AddClosed(closed);
        EvictForMemory(bytesToRent: 0);
        bool isTailOutlived = _tail is { } tail && tail.Run < _ring.OldestFirst.First().Run;
        if (isTailOutlived)
        {
            DropTail();
        }
    }

    public void DropGeneration(IGenerationState state, bool asTail)
    {
        Generation dropped = GenerationOf(state);
        _open = new StoredRun();
        if (asTail)
        {
            DropTail();
            _tail = dropped;
        }
        else
        {
            dropped.Evict();
        }
    }

    public void BeginRun()
    {
        _run++;
        Latest = null;
    }

    private Generation GenerationOf(IGenerationState carry) =>
        new(_nextNumber++, carry.Span?.First ?? default, _open, carry) { Run = _run };

    // The newest complete generation stays as long as possible, but a larger one after it must fit too.
    private bool FitsAsOne(int frameBytes)
    {
        int bytesToRent = _generationLane.BytesToRent(frameBytes);
        if (bytesToRent == 0)
        {
            return true;
        }

        if (_policy.MaxGenerationBytes(_limits) is { } maxBytes)
        {
            return _open.FrameBytes + frameBytes <= maxBytes && EvictForMemory(bytesToRent);
        }

        while (!FitsNow(bytesToRent) && (_ring.Count > 0 || _tail is not null))
        {
            DropTail();
            if (_ring.Count > 0)
            {
                Generation evicted = _ring.EvictOldest();
                CountEviction(evicted, evicted.Last, Retention);
            }
        }

        return FitsNow(bytesToRent);
    }

    private bool FitsNow(int bytesToRent) =>
        HeldBytes + bytesToRent <= _limits.MaxOneGenerationBytes && TryReserve(bytesToRent);

    private void DropTooLarge()
    {
        IGenerationState carry = _format.CloseGeneration();
        (TraceTicks first, TraceTicks last) = carry.Span ?? default;
        carry.Evict();
        _open.Release();
        _open = new StoredRun();

        // The generation being filled is dropped with its segment; otherwise the next generation would start with its
        // memory.
        _generationLane.Release();
        _losses.AddLasting(new Loss(first, last, LossReason.GenerationTooLarge, 1, null), LastingSince);
    }

    private FrozenRing? FreezeNewestRun(SourceState status)
    {
        if (_ring.Newest is not { } newest)
        {
            return null;
        }

        ILookup<bool, FrozenGeneration> frozen = _ring.OldestFirst.ToLookup(
            generation => generation.Run == newest.Run, generation => generation.Freeze());
        FrozenGeneration[] run = [.. frozen[true]];
        TraceTicks end = Latest is { } latest && latest > newest.Last ? latest : newest.Last;

        // The reason why the run begins no earlier is before the run, and is reported while the period reaches back to
        // it.
        TraceTicks start = run[0].Source.Cut;
        long age = Retention.AgeTicks;
        TraceTicks reach = Before(end, age);
        List<Loss> losses = _losses.For(start, end, age, reach < start ? reach : start);
        return new FrozenRing(run, _format.Freeze(), end, losses, status, _format.TicksPerSecond)
        {
            IsFromStart = _run == 0 && _ring.EvictedCount == 0,
            EarlierOldestFirst = [.. frozen[false]],
            Tail = _tail?.Freeze(),
            Lanes = FreezeLanes(start, end),
        };
    }

    private void DropTail()
    {
        _tail?.Evict();
        _tail = null;
    }
}
