using Contrail.Core.Formats;

namespace Contrail.Core.Ring.Lanes;

/// <summary>Adds records to a lane of a recording, until the recording is disposed. Thread-safe.</summary>
/// <param name="gate">The lock of the recording.</param>
/// <param name="store">Its memory.</param>
/// <param name="lane">The lane.</param>
internal sealed class LaneFeed(Lock gate, RingStore store, Lane lane)
{
    /// <summary>Adds a record; false if there is no memory for it, which is counted, or after the end.</summary>
    /// <param name="at">The record's moment on the trace's clock.</param>
    /// <param name="record">Its contents in the layout of the lane's kind; at most some KiB.</param>
    public bool Add(TraceTicks at, ReadOnlySpan<byte> record)
    {
        lock (gate)
        {
            return store.AddRecord(lane, at, record);
        }
    }

    /// <summary>The most that can be borrowed of the recording's memory.</summary>
    public long MaxBorrowedBytes => store.MaxBorrowedBytes;

    /// <summary>
    /// Reserves memory of the recording for what fills the lane for a short time, such as rings of the kernel; false if
    /// it does not fit. The oldest events are evicted for it.
    /// </summary>
    public bool TryBorrow(long bytes)
    {
        lock (gate)
        {
            return store.TryBorrow(bytes);
        }
    }

    /// <summary>Returns borrowed memory, or a part of it.</summary>
    public void Return(long bytes)
    {
        lock (gate)
        {
            store.Return(bytes);
        }
    }

    /// <summary>All records up to a moment have been added.</summary>
    public void CompleteUntil(TraceTicks at)
    {
        lock (gate)
        {
            lane.CompleteUntil(at);
        }
    }

    /// <summary>Leaves out records before a moment: the lane begins again, after a time without records.</summary>
    public void BeginAt(TraceTicks at)
    {
        lock (gate)
        {
            lane.BeginAt(at);
        }
    }

    /// <summary>Leaves out records after a moment, also those that were added: they are not of the process.</summary>
    public void EndAt(TraceTicks at)
    {
        lock (gate)
        {
            lane.EndAt(at);
        }
    }

    /// <summary>States why records are missing now, in addition to losses; null if none are, as far as known.</summary>
    public void Explain(string? incompleteBecause)
    {
        lock (gate)
        {
            lane.IncompleteBecause = incompleteBecause;
        }
    }

    /// <summary>Counts records that the source of the lane lost.</summary>
    public void AddLoss(in Loss loss)
    {
        lock (gate)
        {
            store.AddLoss(lane, loss);
        }
    }
}
