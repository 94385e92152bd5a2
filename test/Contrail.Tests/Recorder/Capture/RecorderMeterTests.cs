using System.Diagnostics.Metrics;
using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Core.Ring.Lanes;
using Contrail.Machine.Bursts;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Capture;

/// <summary>The meter as a listener of the application sees it.</summary>
public sealed class RecorderMeterTests : IDisposable
{
    private const string Id = "contrail.recorder.id";

    private static int _lastPid = 1 << 22;

    private readonly int _pid = Interlocked.Increment(ref _lastPid);
    private readonly MeterListener _listener = new();
    private readonly List<(string Name, string? Unit, object Value, Dictionary<string, object?> Tags)> _read = [];
    private readonly HashSet<string> _ended = [];

    public RecorderMeterTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Contrail")
            {
                Assert.True(instrument.IsObservable);
                listener.EnableMeasurementEvents(instrument, instrument.Meter);
            }
        };
        _listener.MeasurementsCompleted = (instrument, _) => _ended.Add(instrument.Name);
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
    }

    [Fact]
    public void A_listener_that_throws_at_the_end_does_not_fail_dispose()
    {
        FlightRecorder recorder = new(new FlightRecorderOptions(), new FakeSource());
        bool wasReported = false;
        _listener.MeasurementsCompleted = (_, _) =>
        {
            wasReported = true;
            throw new InvalidOperationException("not now");
        };
        _listener.Start();
        recorder.Dispose();
        _listener.MeasurementsCompleted = null;
        Assert.True(wasReported);
    }

    [Fact]
    public void Every_value_of_health_has_an_instrument()
    {
        FakeSource source = new()
        {
            Process = ProcessFacts.Unknown with { Id = _pid },
            Clock = () => default,
            MakeBursts = AddLane,
        };
        using FlightRecorder recorder = new(new FlightRecorderOptions(), source);
        recorder.Start();
        source.Stream.Send(Captures.Drawn().Torn());
        Assert.True(SpinWait.SpinUntil(() => recorder.Health.EventCount > 500, TimeSpan.FromSeconds(30)));
        recorder.WriteTo(new MemoryStream());
        Assert.ThrowsAny<Exception>(() => recorder.WriteTo(new MemoryStream(new byte[10])));
        Assert.ThrowsAny<Exception>(
            () => recorder.WriteTo(new MemoryStream(), null, new CancellationToken(canceled: true)));
        _listener.Start();
        RecorderHealth health = recorder.Health;
        Dictionary<string, (string? Unit, object Value)> read = Read();

        Assert.All(Own(), measurement => Assert.Equal(
            measurement.Name == "contrail.recorder.state", measurement.Tags.ContainsKey("process.pid")));
        Assert.Equal(("By", health.HeldBytes), read["contrail.recorder.held"]);
        Assert.Equal(("By", health.StreamBytes), read["contrail.recorder.stream"]);
        Assert.Equal(("{loss}", 26L), read["contrail.recorder.losses runtimeDropped"]);
        Assert.Equal(("{record}", 2L), read["contrail.recorder.lane.records cpuSamples"]);
        Assert.Equal(("By", health.Lanes[0].HeldBytes), read["contrail.recorder.lane.held cpuSamples"]);
        Assert.Equal(("{loss}", 5L), read["contrail.recorder.lane.losses cpuSamples samplesDropped"]);
        Assert.Equal(("{recorder}", 1L), read["contrail.recorder.state recording"]);
        Assert.Equal(("{recorder}", 0L), read["contrail.recorder.state failed"]);
        Assert.Equal(("{snapshot}", 1L), read["contrail.recorder.snapshots written"]);
        Assert.Equal(("{snapshot}", 1L), read["contrail.recorder.snapshots failed"]);
        Assert.Equal(("{snapshot}", 1L), read["contrail.recorder.snapshots canceled"]);
        Assert.Equal(("By", 0L), read["contrail.recorder.pump.pending"]);
        Assert.Equal(("s", 0.0), read["contrail.recorder.pump.lag"]);
        Assert.DoesNotContain("contrail.recorder.source.lag", read.Keys);
        Assert.Equal("s", read["contrail.recorder.window"].Unit);
        Assert.InRange((double)read["contrail.recorder.window"].Value, health.Window.TotalSeconds, double.MaxValue);
    }

    [Fact]
    public void Two_recorders_are_distinguished_and_a_disposed_one_reports_nothing_more()
    {
        FakeSource source = new() { Process = ProcessFacts.Unknown with { Id = _pid } };
        FlightRecorder first = new(new FlightRecorderOptions(), source);
        using FlightRecorder second = new(new FlightRecorderOptions(), source);
        first.Start();
        second.Start();
        _listener.Start();
        Observe();
        object?[] ids = [.. Own().Select(measurement => measurement.Tags[Id]).Distinct()];
        Assert.Equal(2, ids.Length);
        first.Dispose();
        Assert.Contains("contrail.recorder.held", _ended);
        Observe();
        Assert.Single(Own().Select(measurement => measurement.Tags[Id]).Distinct());
    }

    public void Dispose() => _listener.Dispose();

    private static TargetBursts? AddLane(TraceRecording recording)
    {
        LaneFeed lane = recording.BeginLane(LaneKind.CpuSamples, default);
        lane.Add(default, [1]);
        lane.Add(default, [2]);
        lane.AddLoss(new Loss(default, default, LossReason.SamplesDropped, 5, null));
        return null;
    }

    // Other tests have recorders too, which end during the test.
    private void Observe()
    {
        lock (_read)
        {
            _read.Clear();
        }

        _listener.RecordObservableInstruments();
    }

    private Dictionary<string, (string? Unit, object Value)> Read()
    {
        Observe();
        return Own().ToDictionary(
            measurement => string.Join(' ', measurement.Tags
                .Where(tag => tag.Key is not (Id or "process.pid"))
                .Select(tag => tag.Value!.ToString()!)
                .Prepend(measurement.Name)),
            measurement => (measurement.Unit, measurement.Value));
    }

    private List<(string Name, string? Unit, object Value, Dictionary<string, object?> Tags)> Own()
    {
        lock (_read)
        {
            // Only the state contains the process; related measurements have the same recorder id.
            HashSet<object?> ids = [.. _read
                .Where(measurement => measurement.Tags.GetValueOrDefault("process.pid") is int pid && pid == _pid)
                .Select(measurement => measurement.Tags[Id])];
            return [.. _read.Where(measurement => ids.Contains(measurement.Tags[Id]))];
        }
    }

    private void Take<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : notnull
    {
        lock (_read)
        {
            _read.Add((instrument.Name, instrument.Unit, value, tags.ToArray().ToDictionary()));
        }
    }
}
