using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Core.Ring.Lanes;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.EventPipe;
using Contrail.Machine;
using Contrail.Machine.Figures;
using Contrail.Sources;
using Contrail.Tests.Core.NetTrace.Observing;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Recorder.EventPipe;

/// <summary>What the runtime did since the last reading, as figures.</summary>
public sealed class RuntimeFiguresTests : IDisposable
{
    private const long Second = 1_000_000_000;

    private readonly ObservedStream _stream = new();
    private readonly PausedDrain _drain = new();
    private Profile _profile = Profile.Find("default")!;
    private bool _isLive = true;

    [Fact]
    public void A_reading_has_what_arrived_since_the_one_before_and_how_long_that_is()
    {
        RuntimeFigures figures = Open();
        _stream.Feed(new NetTraceFile().Add(SuspendBegin(), 100).Add(GCStart(1, 2), 110).Add(RestartEnd(), 130)
            .Add(Exception("A", "a"), 200, thread: 2).CloseBlock().Torn());
        Assert.Equal([Second, 0, 0, 1, 30_000_000, 30_000_000, 1], Read(figures, 1));
        Assert.Equal([2 * Second, 0, 0, 0, 0, 0, 0], Read(figures, 3));
    }

    [Fact]
    public void Figures_without_their_events_are_unknown_and_not_zero()
    {
        _profile = Profile.Find("collections")!;
        Assert.Equal([Second, 0, 0, 0, 0, 0, -1], Read(Open(), 1));
    }

    [Fact]
    public void The_reading_in_which_the_profile_changes_has_what_both_record()
    {
        _profile = Profile.Find("collections")!;
        RuntimeFigures figures = Open();
        _profile = Profile.Find("default")!;
        Assert.Equal(-1, Read(figures, 1)[^1]);
        Assert.Equal(0, Read(figures, 2)[^1]);
    }

    [Fact]
    public void Nothing_is_known_of_a_time_with_lost_events_or_without_a_stream()
    {
        RuntimeFigures figures = Open();
        _stream.Feed(new NetTraceFile().Add(Exception("A", "a"), 100).CloseBlock()
            .Add(Exception("B", "b"), 110, lost: 3).CloseBlock().Torn());
        Assert.Equal([Second, -1, -1, -1, -1, -1, -1], Read(figures, 1));
        _isLive = false;
        Assert.Equal([Second, -1, -1, -1, -1, -1, -1], Read(figures, 2));
    }

    [Fact]
    public void A_recorder_that_does_not_read_leaves_the_time_to_the_next_reading()
    {
        RuntimeFigures figures = Open();
        _drain.PausedFor = TimeSpan.FromSeconds(1);
        Assert.Empty(Read(figures, 1));
        _drain.PausedFor = TimeSpan.Zero;
        Assert.Equal(2 * Second, Read(figures, 2)[0]);
    }

    [Fact]
    public void Complete_readings_of_a_process_have_them_in_the_lane_and_quick_ones_do_not()
    {
        using Recorded recorded = new();
        NetTraceFile source = new();
        recorded.Feed(source.Add(Custom("Drawn", 1, "Tick"), 100).CloseBlock().Torn());
        LaneFeed lane = recorded.Trace.BeginLane(LaneKind.Figures, source.At(0));
        TraceTicks now = source.At(0);
        using FigureFeed feed = new(
            FigureReader.Open(Environment.ProcessId)!, lane, () => now, Open(source.At(0)));
        now = source.At(50);
        feed.Read(isQuick: true);
        now = source.At(100);
        feed.Read();
        using FrozenRing ring = recorded.Trace.Freeze(source.At(100))!;
        long[] values = new long[FigureRecord.MaxColumns];
        LaneRecord record = Assert.Single(
            ring.RecordsOf(Assert.Single(ring.Lanes)),
            one => FigureRecord.TryRead(one.Bytes.Span, values, out FigureRecord read, out _)
                && read.Event == FigureTable.Runtime);
        Assert.Equal(source.At(100), record.At);
    }

    public void Dispose() => _stream.Dispose();

    private RuntimeFigures Open(TraceTicks now = default) =>
        new(_stream.Milestones, _drain, () => (_profile, _isLive), now, Second);

    private static long[] Read(RuntimeFigures figures, int second)
    {
        OneReading reading = new();
        figures.Read(new TraceTicks(second * Second), reading);
        return reading.Values;
    }

    private sealed class OneReading : IFigureSink
    {
        public long[] Values { get; private set; } = [];

        public void Add(
            FigureEvent described, int threadId, ReadOnlySpan<byte> untrustedText, ReadOnlySpan<long> values)
        {
            Assert.Same(FigureTable.Runtime, described);
            Values = values.ToArray();
        }
    }

    private sealed class PausedDrain : IDrain
    {
        public Task Ended => Task.CompletedTask;

        public Exception? Failure => null;

        public bool WasCut => false;

        public int PendingBytes => 0;

        public TimeSpan PausedFor { get; set; }

        public void Close()
        {
            // Nothing is open.
        }
    }
}
