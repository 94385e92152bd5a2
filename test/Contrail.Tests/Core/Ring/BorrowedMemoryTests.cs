using Contrail.Core.Ring;
using Contrail.Core.Ring.Lanes;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.Ring;

/// <summary>Memory that is used elsewhere to fill a lane counts against the limit of its recording.</summary>
public sealed class BorrowedMemoryTests
{
    private const long Quarter = 1 << 20;

    private static readonly RecordingLimits Limits = new(TimeSpan.FromHours(1), 4 * Quarter);
    private static readonly FileEvent Large = new("Drawn", 1, 1, new byte[60_000]);

    [Fact]
    public void What_is_borrowed_is_held_until_it_is_returned()
    {
        using Recorded recorded = Filled(1, out LaneFeed feed);
        long before = recorded.Trace.Counts().HeldBytes;
        Assert.True(feed.TryBorrow(Quarter));
        Assert.Equal(before + Quarter, recorded.Trace.Counts().HeldBytes);
        Assert.False(feed.TryBorrow(1));
        feed.Return(Quarter / 2);
        Assert.True(feed.TryBorrow(Quarter / 4));
        feed.Return(Quarter * 3 / 4);
        Assert.Equal(before, recorded.Trace.Counts().HeldBytes);
    }

    [Fact]
    public void The_oldest_events_make_room_and_later_ones_take_no_borrowed_memory()
    {
        using Recorded recorded = Filled(100, out LaneFeed feed);
        RecordingCounts full = recorded.Trace.Counts();
        Assert.InRange(full.HeldBytes, Limits.MaxBytes - Quarter, Limits.MaxBytes);
        Assert.True(feed.TryBorrow(Quarter));
        RecordingCounts lent = recorded.Trace.Counts();
        Assert.True(lent.HeldBytes <= Limits.MaxBytes);
        Assert.True(lent.GenerationCount < full.GenerationCount);
        Assert.True(lent.EvictedCount > full.EvictedCount);
        NetTraceFile more = new();
        for (int second = 200; second < 300; second++)
        {
            more.Add(Large, second * 1_000).CloseBlock();
        }

        recorded.Next().Feed(more.Torn());
        Assert.True(recorded.Trace.Counts().HeldBytes <= Limits.MaxBytes);
    }

    [Fact]
    public void More_than_a_quarter_is_refused_and_nothing_is_evicted()
    {
        using Recorded recorded = Filled(100, out LaneFeed feed);
        long evictedCount = recorded.Trace.Counts().EvictedCount;
        Assert.Equal(Quarter, feed.MaxBorrowedBytes);
        Assert.False(feed.TryBorrow(Quarter + 1));
        Assert.Equal(evictedCount, recorded.Trace.Counts().EvictedCount);
    }

    [Fact]
    public void What_is_lent_can_be_returned_after_the_recording_has_ended()
    {
        Recorded recorded = Filled(1, out LaneFeed feed);
        Assert.True(feed.TryBorrow(Quarter));
        recorded.Dispose();
        feed.Return(Quarter);
    }

    private static Recorded Filled(int seconds, out LaneFeed feed)
    {
        NetTraceFile file = new();
        for (int second = 0; second < seconds; second++)
        {
            file.Add(Large, second * 1_000).CloseBlock();
        }

        Recorded recorded = Recorded.Of(file.Torn(), Limits);
        feed = recorded.Trace.BeginLane(LaneKind.OffCpu, file.At(0));
        return recorded;
    }
}
