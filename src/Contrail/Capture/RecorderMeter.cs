using System.Diagnostics.Metrics;
using Contrail.Core.Formats;

namespace Contrail.Capture;

/// <summary>
/// Publishes a recorder's health as observable instruments: nothing is measured unless a listener collects.
/// docs/metrics.md lists them.
/// </summary>
internal sealed class RecorderMeter : IDisposable
{
    public const string MeterName = "Contrail";

    private static int _recorderCount;

    private readonly Meter _meter = new(MeterName);
    private readonly Func<RecorderHealth> _health;
    private readonly int _recorderId = Interlocked.Increment(ref _recorderCount);

    /// <param name="health">Gives the health, and does not throw.</param>
    public RecorderMeter(Func<RecorderHealth> health)
    {
        _health = health;
        _meter.CreateObservableUpDownCounter(
            "contrail.recorder.state", ObserveStates, "{recorder}", "1 for the state that the recorder is in");
        _meter.CreateObservableUpDownCounter(
            "contrail.recorder.held", () => Observe(held => held.HeldBytes), "By", "Memory held for the source");
        _meter.CreateObservableGauge(
            "contrail.recorder.window", () => Observe(held => held.Window.TotalSeconds), "s", "History held");
        _meter.CreateObservableCounter(
            "contrail.recorder.stream", () => Observe(held => held.StreamBytes), "By", "Bytes received");
        _meter.CreateObservableCounter(
            "contrail.recorder.losses", () => Observe(Losses), "{loss}", "What is missing, by reason");
        _meter.CreateObservableCounter(
            "contrail.recorder.lane.records",
            () => ObserveLanes(lane => lane.RecordCount),
            "{record}",
            "Records about the process that are not in its stream, by kind");
        _meter.CreateObservableUpDownCounter(
            "contrail.recorder.lane.held", () => ObserveLanes(lane => lane.HeldBytes), "By", "Memory held for them");
        _meter.CreateObservableCounter(
            "contrail.recorder.lane.losses", ObserveLaneLosses, "{loss}", "What is missing, by kind and reason");
        _meter.CreateObservableCounter(
            "contrail.recorder.snapshots", () => Observe(Snapshots), "{snapshot}", "Snapshots, by outcome");
        _meter.CreateObservableGauge(
            "contrail.recorder.pump.lag",
            () => Observe(held => held.PumpLag.TotalSeconds),
            "s",
            "How long the recorder has been handling what it read last");
        _meter.CreateObservableGauge(
            "contrail.recorder.source.lag",
            () => ObserveKnown(held => held.SourceLag?.TotalSeconds),
            "s",
            "Delay of received data relative to what the source has written");
        _meter.CreateObservableUpDownCounter(
            "contrail.recorder.pump.pending", () => Observe(held => (long)held.PendingBytes), "By", "Bytes to be read");
    }

    /// <summary>Ends the instruments.</summary>
    public void Dispose() => _meter.Dispose();

    // Not the process, but for the state: a tag that changes would break the series of the counters.
    private KeyValuePair<string, object?> Recorder => new("contrail.recorder.id", _recorderId);

    private static KeyValuePair<string, object?> LaneOf(LaneHealth lane) =>
        new("contrail.lane.kind", EnumName.Of(lane.Kind)!);

    private static IEnumerable<(string, string, long)> Losses(RecorderHealth health) =>
        health.Losses.Select(loss => ("contrail.loss.reason", EnumName.Of(loss.Key)!, loss.Value));

    private static IEnumerable<(string, string, long)> Snapshots(RecorderHealth health) =>
    [
        ("contrail.snapshot.result", "written", health.SnapshotCount),
        ("contrail.snapshot.result", "failed", health.FailedSnapshotCount),
        ("contrail.snapshot.result", "canceled", health.CanceledSnapshotCount),
    ];

    private IEnumerable<Measurement<long>> ObserveStates()
    {
        RecorderHealth health = _health();
        KeyValuePair<string, object?>[] tags = health.Process is { } recorded
            ? [Recorder, new("process.pid", recorded.Id)]
            : [Recorder];
        return Enum.GetValues<RecorderState>().Select(state => new Measurement<long>(
            state == health.State ? 1 : 0, [.. tags, new("contrail.recorder.state", EnumName.Of(state)!)]));
    }

    private Measurement<T> Observe<T>(Func<RecorderHealth, T> value)
        where T : struct
    {
        RecorderHealth health = _health();
        return new Measurement<T>(value(health), Recorder);
    }

    private IEnumerable<Measurement<long>> ObserveLanes(Func<LaneHealth, long> value) =>
        _health().Lanes.Select(lane => new Measurement<long>(value(lane), Recorder, LaneOf(lane)));

    private IEnumerable<Measurement<long>> ObserveLaneLosses() => _health().Lanes.SelectMany(
        lane => lane.Losses,
        (lane, loss) => new Measurement<long>(
            loss.Value, Recorder, LaneOf(lane), new("contrail.loss.reason", EnumName.Of(loss.Key)!)));

    private IEnumerable<Measurement<double>> ObserveKnown(Func<RecorderHealth, double?> value) =>
        value(_health()) is { } known ? [new Measurement<double>(known, Recorder)] : [];

    private IEnumerable<Measurement<long>> Observe(
        Func<RecorderHealth, IEnumerable<(string Tag, string Named, long Value)>> values)
    {
        RecorderHealth health = _health();
        return values(health).Select(value => new Measurement<long>(
            value.Value, Recorder, new KeyValuePair<string, object?>(value.Tag, value.Named)));
    }
}
