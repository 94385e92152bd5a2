using Contrail.Capture;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.Ring;
using Contrail.Snapshots;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Snapshots;

/// <summary>How long a snapshot waits for events before its request, and what it reports about them.</summary>
public sealed class FreezePointTests : IDisposable
{
    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");

    private readonly ManualTime _time = new();
    private readonly FakeSource _source = new();
    private readonly NetTraceFile _file = new();
    private readonly Recording _recording;
    private long _sentBytes;
    private long _aheadTicks;

    public FreezePointTests()
    {
        // The first event is a hundredth of a second old at the start.
        long started = _time.GetTimestamp();
        _source.Clock = () => new TraceTicks(_file.At(10).Value + (_time.GetTimestamp() - started) + _aheadTicks);
        _recording = Recording.Open(
            new RecorderHost(_time), _source, new RecordingLimits(TimeSpan.FromSeconds(10), 8 << 20));
        _file.Add(Tick, 0);
        SendOn();
    }

    [Fact]
    public void It_waits_for_the_marker_and_for_the_rest_of_the_flush_that_brings_it()
    {
        _source.WriteMarker = () =>
        {
            // What waits to be read belongs to it.
            _source.Stream.PendingBytes = 1;
            After(1, () => _file.Add(Marker(1), 1));
            After(400, () =>
            {
                _file.Add(Tick, 0.5, thread: 2);
                SendOn();
                _source.Stream.PendingBytes = 0;
            });
            return 1;
        };
        Assert.Equal((RequestCoverage.Marker, 3L), Freeze());
    }

    [Fact]
    public void A_marker_that_was_dropped_is_written_again()
    {
        long number = 0;
        _source.WriteMarker = () =>
        {
            if (++number == 3)
            {
                After(1, () => _file.Add(Marker(3), 1));
            }

            return number;
        };
        Assert.Equal((RequestCoverage.Marker, 2L), Freeze());
        Assert.Equal(3, number);
    }

    [Fact]
    public void An_older_marker_is_not_taken_for_it()
    {
        _source.WriteMarker = () =>
        {
            if (_recording.Source.Recording.LatestMarker == 0)
            {
                After(1, () => _file.Add(Marker(4), 1));
                After(400, () => _file.Add(Marker(5), 2));
            }

            return 5;
        };
        Assert.Equal((RequestCoverage.Marker, 3L), Freeze());
    }

    [Fact]
    public void If_no_marker_arrives_the_wait_ends_and_the_snapshot_reports_it()
    {
        int writtenCount = 0;
        _source.WriteMarker = () => ++writtenCount;
        long started = _time.GetTimestamp();
        FreezeResult frozen = Run();
        frozen.Ring!.Dispose();
        Assert.Equal(RequestCoverage.TimedOut, frozen.UpTo);
        Assert.InRange(_time.GetElapsedTime(started), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.2));
        Assert.InRange(frozen.Waited, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.2));
        Assert.InRange(writtenCount, 5, 40);
    }

    [Fact]
    public void The_wait_for_the_source_does_not_contain_the_reading_of_the_machine()
    {
        _source.CompletingLanes = () => _time.Advance(TimeSpan.FromSeconds(4));
        FreezeResult frozen = Run();
        frozen.Ring!.Dispose();
        Assert.InRange(frozen.Waited, TimeSpan.FromMilliseconds(120), TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public void A_source_that_ends_meanwhile_is_not_waited_for()
    {
        _source.WriteMarker = () =>
        {
            _source.Stream.End();
            return 1;
        };
        Assert.Equal((RequestCoverage.Torn, 1L), Freeze());
    }

    [Fact]
    public void Without_markers_the_snapshot_waits_for_the_flush()
    {
        long started = _time.GetTimestamp();
        Assert.Equal(RequestCoverage.Flushed, Freeze().UpTo);
        Assert.InRange(_time.GetElapsedTime(started), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public void Silence_is_no_flush_where_the_source_did_not_run()
    {
        _source.HasFlushed = () => false;
        Assert.Equal(RequestCoverage.TimedOut, Freeze().UpTo);
    }

    [Fact]
    public void Silence_after_a_lag_is_no_flush_until_an_event_arrives_in_time()
    {
        _aheadTicks = 2 * _time.TimestampFrequency;
        Send(at: 20, count: 2);
        Assert.Equal(RequestCoverage.Unknown, Freeze().UpTo);
        Send(at: (_source.Clock!().Value - _file.At(0).Value) / 1e6, count: 3);
        Assert.Equal(RequestCoverage.Flushed, Freeze().UpTo);
    }

    [Fact]
    public void Silence_has_no_meaning_where_the_source_cannot_be_watched()
    {
        _source.HasFlushed = null;
        Assert.Equal(RequestCoverage.Unknown, Freeze().UpTo);
    }

    [Fact]
    public void A_stream_with_old_events_has_not_reached_the_request()
    {
        TraceTicks old = _recording.Source.Recording.Latest!.Value;
        TimeSpan interval = TimeSpan.FromMilliseconds(50);
        using ITimer sender = _time.CreateTimer(_ => Add(() => _file.Add(Tick, 0.001)), null, interval, interval);
        FreezeResult frozen = Run();
        using (frozen.Ring)
        {
            Assert.Equal(RequestCoverage.TimedOut, frozen.UpTo);
            Assert.InRange(frozen.Ring!.End.Value, old.Value, frozen.Requested.Value - 1);
        }
    }

    public void Dispose() => _recording.Dispose();

    private static FileEvent Marker(long number) => new(
        NetTraceFormat.MarkerProvider, NetTraceFormat.MarkerEventId, 0, BitConverter.GetBytes(number));

    private (RequestCoverage UpTo, long EventCount) Freeze()
    {
        FreezeResult frozen = Run();
        using (frozen.Ring)
        {
            return (frozen.UpTo, frozen.Ring!.GenerationsOldestFirst.Sum(generation => generation.Source.EventCount));
        }
    }

    // Time passes while the freeze waits for it.
    private FreezeResult Run() =>
        _time.RunUntilDone(() => FreezePoint.Freeze(_recording.Source, CancellationToken.None));

    private void Send(double at, long count)
    {
        _file.Add(Tick, at);
        SendOn();
        Assert.Equal(count, _recording.Source.Recording.Counts().EventCount);
    }

    private void After(int milliseconds, Action add) => _ = _time.CreateTimer(
        _ => Add(add), null, TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);

    private void Add(Action add)
    {
        add();
        SendOn();
    }

    // Returns when the recorder has processed it, so that no time passes meanwhile.
    private void SendOn()
    {
        byte[] all = _file.Torn();
        if (all.Length == _sentBytes)
        {
            return;
        }

        _source.Stream.Send(all[(int)_sentBytes..]);
        _sentBytes = all.Length;
        Assert.True(SpinWait.SpinUntil(
            () => _recording.Source.Recording.Counts().StreamBytes == _sentBytes
                && _recording.Source.MainDrain.PausedFor == TimeSpan.Zero,
            TimeSpan.FromSeconds(30)));
    }
}
