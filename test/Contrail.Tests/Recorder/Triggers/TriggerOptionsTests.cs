using System.Collections.Concurrent;
using Contrail.Core.Formats;
using Contrail.Core.Triggers;
using Contrail.Tests.Support;
using Contrail.Triggers;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Recorder.Triggers;

/// <summary>A recorder that takes snapshots by itself.</summary>
public sealed class TriggerOptionsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Sink _sink = new();
    private readonly FakeSource _source;
    private long _now = 6_000_000_000;

    public TriggerOptionsTests() =>
        _source = new FakeSource { Clock = () => new TraceTicks(Interlocked.Read(ref _now)) };

    [Fact]
    public void The_manifest_has_what_was_observed()
    {
        using FlightRecorder recorder = Start(Trigger.On("exception:A count>=2 in 1s") with { Name = "many" });
        _source.Stream.Send(new NetTraceFile().Add(Exception("A", "a"), 100).Add(Exception("A", "a"), 200).Whole());
        SnapshotManifest manifest = _sink.Next();
        Assert.Equal("trigger many", manifest.Reason);
        ManifestTrigger trigger = Assert.Single(manifest.Triggers);
        Assert.Equal(
            new ManifestTrigger("many", "exception:A count>=2 in 1s", "exception")
            {
                AtUtc = NetTraceFile.Begin.AddMilliseconds(200),
                Subject = "A",
                Figure = 2,
                Limit = 2,
                Unit = "count",
            },
            trigger);
    }

    [Fact]
    public void What_is_pending_at_the_stop_is_taken_first()
    {
        using FlightRecorder recorder = Start(Trigger.On("exception") with { After = TimeSpan.FromSeconds(9) });
        _source.Stream.Send(new NetTraceFile().Add(Exception("A", "a"), 100).Whole());
        Assert.True(SpinWait.SpinUntil(() => recorder.Health.EventCount > 0, Patience));
        recorder.Stop();
        Assert.Equal("trigger exception", _sink.Next().Reason);
    }

    [Fact]
    public void A_rule_does_not_wait_for_one_that_is_pending_longer()
    {
        using FlightRecorder recorder = Start(
            Trigger.On("exception:A") with { After = TimeSpan.FromSeconds(9) }, Trigger.On("exception:B"));
        _source.Stream.Send(new NetTraceFile().Add(Exception("A", "a"), 100).Add(Exception("B", "b"), 200).Whole());
        Assert.Equal("exception:B", Assert.Single(_sink.Next().Triggers).Rule);
        Assert.InRange(recorder.Triggers!.Explain(null).Rules[0].SnapshotInSeconds!.Value, 0.001, 9);
        recorder.Stop();
        Assert.Equal("exception:A", Assert.Single(_sink.Next().Triggers).Rule);
    }

    [Fact]
    public void Figures_are_read_quickly_from_a_trigger_to_its_snapshot()
    {
        BlockingCollection<TimeSpan> requested = [];
        _source.ReadQuickly = requested.Add;
        using FlightRecorder recorder = Start(
            Trigger.On("exception:A") with { After = TimeSpan.FromSeconds(9) }, Trigger.On("exception:B"));
        _source.Stream.Send(new NetTraceFile().Add(Exception("A", "a"), 100).Add(Exception("B", "b"), 200).Whole());
        Assert.True(requested.TryTake(out TimeSpan duration, Patience));
        Assert.InRange(duration.TotalSeconds, 8, 9);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_sink_that_never_ends()
    {
        _sink.Never = new TaskCompletionSource<string>();
        using FlightRecorder recorder = Start(Trigger.On("exception"));
        _source.Stream.Send(new NetTraceFile().Add(Exception("A", "a"), 100).Whole());
        _sink.Next();
        await recorder.StopAsync(new CancellationToken(canceled: true))
            .WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.False(recorder.Enabled);
    }

    [Fact]
    public void A_time_after_that_is_longer_than_the_period_is_refused()
    {
        Trigger trigger = Trigger.On("exception") with { After = TimeSpan.FromSeconds(10) };
        FlightRecorder recorder = new(Options(trigger), _source);
        Assert.Contains("Increase the period", Assert.Throws<SourceUnavailableException>(recorder.Start).Message);
    }

    [Fact]
    public void A_snapshot_that_fails_is_counted_and_the_next_is_taken()
    {
        _sink.Failure = new IOException("disk full");
        using FlightRecorder recorder = Start(Trigger.On("exception") with { Cooldown = TimeSpan.Zero });
        NetTraceFile file = new();
        byte[] first = file.Add(Exception("A", "a"), 100).Torn();
        _source.Stream.Send(first);
        Assert.True(SpinWait.SpinUntil(
            () => recorder.Triggers!.Explain(null).Rules[0] is { FailedCount: 1, SnapshotInSeconds: null }, Patience));
        Assert.Equal(1, recorder.Health.FailedSnapshotCount);
        _sink.Failure = null;
        Interlocked.Add(ref _now, 2_000_000_000);
        _source.Stream.Send(file.Add(Exception("B", "b"), 8_000).Torn()[first.Length..]);
        Assert.Equal("B", _sink.Next().Triggers[0].Subject);
    }

    [Fact]
    public void Options_that_cannot_work_are_refused_at_once()
    {
        Trigger trigger = Trigger.On("starvation");
        Assert.Throws<ArgumentException>(
            () => new FlightRecorder(new FlightRecorderOptions { Triggers = [trigger] }, _source));
        Assert.Throws<ArgumentException>(() => new FlightRecorder(Options(trigger, trigger), _source));
        FlightRecorder recorder = new(Options(Trigger.On("region>2s")), _source);
        Assert.Throws<SourceUnavailableException>(recorder.Start);
        Assert.Throws<FormatException>(() => Trigger.On("gc-puse>2s"));
        Assert.Throws<FormatException>(() => Trigger.On("default"));
        Assert.Throws<ArgumentOutOfRangeException>(() => trigger with { MaxPerDay = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => trigger with { After = TimeSpan.FromDays(2) });
        Assert.Throws<ArgumentException>(() => trigger with { Name = "" });
    }

    [Fact]
    public void Rules_are_replaced_while_it_records_and_keep_their_memory()
    {
        BlockingCollection<TriggerFiring> fired = [];
        TriggerPlan plan = new(TriggerRules.Parse("exception:A", out _), TimeProvider.System, fired.Add);
        using FlightRecorder recorder = new(new FlightRecorderOptions { Plan = plan }, _source);
        recorder.Start();
        NetTraceFile file = new();
        byte[] first = file.Add(Exception("A", "a"), 100).Torn();
        _source.Stream.Send(first);
        Assert.True(fired.TryTake(out _, Patience));
        Assert.Throws<SourceUnavailableException>(() => plan.Reload(TriggerRules.Parse("region>2s", out _)));
        plan.Reload([.. TriggerRules.Parse("exception:A", out _), .. TriggerRules.Parse("starvation", out _)]);
        plan.With(rules =>
        {
            Assert.Equal(["exception:A", "starvation"], rules.States.Select(state => state.Rule.Name));
            Assert.Equal([1, 0], rules.States.Select(state => (int)state.FiringCount));
            return true;
        });
    }

    public void Dispose() => _sink.Dispose();

    private FlightRecorderOptions Options(params Trigger[] triggers) => new() { Sink = _sink, Triggers = triggers };

    private FlightRecorder Start(params Trigger[] triggers)
    {
        FlightRecorder recorder = new(Options(triggers), _source);
        recorder.Start();
        return recorder;
    }

    private sealed class Sink : ISnapshotSink, IDisposable
    {
        private readonly BlockingCollection<SnapshotManifest> _taken = [];

        public Exception? Failure { get; set; }

        public TaskCompletionSource<string>? Never { get; set; }

        public Task<string> PutAsync(Snapshot snapshot, string name, CancellationToken cancellationToken)
        {
            if (Failure is not null)
            {
                throw Failure;
            }

            _taken.Add(snapshot.Manifest, cancellationToken);
            return Never?.Task ?? Task.FromResult(name);
        }

        public SnapshotManifest Next()
        {
            Assert.True(_taken.TryTake(out SnapshotManifest? next, Patience));
            return next;
        }

        public void Dispose() => _taken.Dispose();
    }
}
