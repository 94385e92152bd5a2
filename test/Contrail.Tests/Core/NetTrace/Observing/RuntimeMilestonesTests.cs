using Contrail.Core.NetTrace.Observing;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Core.NetTrace.Observing;

/// <summary>What the runtime did is counted while its stream is recorded, without any rule.</summary>
public sealed class RuntimeMilestonesTests : IDisposable
{
    private readonly ObservedStream _stream = new();

    [Fact]
    public void Each_milestone_is_counted_once_and_others_are_not()
    {
        _stream.Feed(new NetTraceFile()
            .Add(SuspendBegin(), 100).Add(SuspendEnd(), 110)
            .Add(GCStart(1, 0), 111).Add(GCEnd(1, 0), 112).Add(RestartEnd(), 115)
            .Add(GCStart(2, 1), 120).Add(GCStart(3, 2), 121).Add(GCStart(4, 0), 122)
            .Add(SuspendBegin(reason: 5), 200).Add(RestartEnd(), 240)
            .Add(Exception("A", "a"), 250, thread: 2).Add(ContentionStart(), 252, thread: 2).Whole());
        Assert.Equal(new MilestoneCounts(2, 1, 1, 1, (55_000_000, 40_000_000)), _stream.Milestones.Take());
        Assert.Equal(new MilestoneCounts(0, 0, 0, 0, (0, 0)), _stream.Milestones.Take());
    }

    [Fact]
    public void Overlapping_suspensions_count_once_whatever_the_order_in_the_stream()
    {
        _stream.Feed(new NetTraceFile()
            .Add(SuspendBegin(), 110, thread: 2).Add(RestartEnd(), 145, thread: 2)
            .Add(SuspendBegin(), 100, thread: 1).Add(RestartEnd(), 140, thread: 1).Whole());
        Assert.Equal((45_000_000, 40_000_000), _stream.Milestones.Take()!.Pauses);
    }

    [Fact]
    public void A_pause_whose_beginning_is_unknown_makes_the_time_unknown_and_no_count()
    {
        _stream.Feed(new NetTraceFile().Add(RestartEnd(), 100).Add(GCStart(1, 0), 120).Whole());
        Assert.Equal(new MilestoneCounts(1, 0, 0, 0, null), _stream.Milestones.Take());
        Assert.Equal((0, 0), _stream.Milestones.Take()!.Pauses);
    }

    [Fact]
    public void Lost_events_make_the_time_until_the_next_reading_unknown()
    {
        _stream.Feed(new NetTraceFile()
            .Add(Exception("A", "a"), 100).CloseBlock().Add(Exception("B", "b"), 110, lost: 3).Torn());
        Assert.Null(_stream.Milestones.Take());
        Assert.Equal(new MilestoneCounts(0, 0, 0, 0, (0, 0)), _stream.Milestones.Take());
    }

    [Fact]
    public void Another_stream_makes_the_time_until_the_next_reading_unknown()
    {
        _stream.Feed(new NetTraceFile().Add(SuspendBegin(), 100).CloseBlock().Torn());
        Assert.NotNull(_stream.Milestones.Take());
        _stream.Next().Feed(new NetTraceFile().Add(GCStart(1, 0), 900).CloseBlock().Torn());
        Assert.Null(_stream.Milestones.Take());
        Assert.NotNull(_stream.Milestones.Take());
    }

    [Fact]
    public void A_storm_is_counted_completely()
    {
        _stream.FeedStorm(TappedBatch.MaxEvents + 500);
        Assert.Equal(TappedBatch.MaxEvents + 500, _stream.Milestones.Take()!.Exceptions);
    }

    [Fact]
    public void A_generation_that_does_not_exist_makes_the_counts_unknown()
    {
        _stream.Feed(new NetTraceFile().Add(GCStart(1, 7), 100).Whole());
        Assert.Null(_stream.Milestones.Take());
    }

    public void Dispose() => _stream.Dispose();
}
