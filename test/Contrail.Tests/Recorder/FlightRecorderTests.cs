using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder;

public sealed class FlightRecorderTests
{
    private static readonly byte[] Capture = Captures.Drawn().Torn();

    [Fact]
    public async Task It_is_stopped_then_recording_then_ended_and_stopped_again()
    {
        FakeSource source = new();
        using FlightRecorder recorder = new(new FlightRecorderOptions(), source);
        Assert.Equal((RecorderState.Stopped, false), (recorder.Health.State, recorder.Enabled));
        recorder.Start();
        Assert.Equal((RecorderState.Recording, true), (recorder.Health.State, recorder.Enabled));
        Assert.Throws<InvalidOperationException>(recorder.Start);
        await EndAsync(recorder, source);
        Assert.Equal((RecorderState.Ended, false), (recorder.Health.State, recorder.Enabled));
        Assert.True(await recorder.WriteToAsync(new MemoryStream()) > 1000);
        recorder.Stop();
        Assert.Throws<InvalidOperationException>(recorder.Stop);
        await Assert.ThrowsAsync<InvalidOperationException>(() => recorder.WriteToAsync(new MemoryStream()));
    }

    [Fact]
    public async Task A_new_start_has_nothing_of_the_old_recording()
    {
        FakeSource source = new();
        using FlightRecorder recorder = new(new FlightRecorderOptions(), source);
        recorder.Start();
        await EndAsync(recorder, source);
        recorder.Stop();
        recorder.Options = new FlightRecorderOptions { Period = TimeSpan.FromSeconds(3) };
        Assert.Equal(TimeSpan.FromSeconds(10), recorder.Health.Period);
        recorder.Start();
        Assert.Equal(TimeSpan.FromSeconds(3), recorder.Health.Period);
        Assert.Equal((0, 0), (recorder.Health.StreamBytes, recorder.Health.EventCount));
        await Assert.ThrowsAsync<InvalidOperationException>(() => recorder.WriteToAsync(new MemoryStream()));
    }

    [Fact]
    public void Invalid_options_throw_at_once()
    {
        FakeSource source = new();
        FlightRecorderOptions negative = new() { Period = TimeSpan.FromTicks(-1) };
        Assert.Throws<ArgumentOutOfRangeException>(() => new FlightRecorder(negative, source));
        using FlightRecorder recorder = new(new FlightRecorderOptions { Period = default, MaxBytes = 0 }, source);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => recorder.Options = new FlightRecorderOptions { MaxBytes = -1 });
        FlightRecorderOptions shortFigures = new() { FiguresPeriod = TimeSpan.FromSeconds(9) };
        Assert.Throws<ArgumentOutOfRangeException>(() => recorder.Options = shortFigures);
        recorder.Options = shortFigures with { Period = TimeSpan.FromSeconds(9) };
    }

    [Fact]
    public async Task A_failed_recording_is_reported_once_by_stop_and_earlier_data_can_be_written()
    {
        FakeSource source = new();
        FlightRecorder recorder = new(new FlightRecorderOptions(), source);
        recorder.Start();
        source.Stream.Send([.. Capture, 0xFF]);
        await source.Stream.Closed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(RecorderState.Failed, recorder.Health.State);
        Assert.Contains("no object begins here", recorder.Health.LastError, StringComparison.Ordinal);
        Assert.True(await recorder.WriteToAsync(new MemoryStream()) > 1000);
        Assert.Throws<IOException>(recorder.Stop);
        recorder.Start();
        recorder.Dispose();
        recorder.Dispose();
    }

    [Fact]
    public async Task A_second_writer_fails_while_one_is_active_and_receives_no_bytes()
    {
        FakeSource source = new();
        using FlightRecorder recorder = new(new FlightRecorderOptions(), source);
        recorder.Start();
        await EndAsync(recorder, source);
        GatedStream gated = new();
        Task<long> first = recorder.WriteToAsync(gated);
        await gated.Entered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        MemoryStream second = new();
        await Assert.ThrowsAsync<SnapshotActiveException>(() => recorder.WriteToAsync(second));
        Assert.Equal(0, second.Length);
        gated.Gate.SetResult();
        Assert.True(await first > 1000);
    }

    [Fact]
    public async Task A_failed_write_reports_the_bytes_written_and_the_recorder_continues()
    {
        FakeSource source = new();
        using FlightRecorder recorder = new(new FlightRecorderOptions(), source);
        recorder.Start();
        await EndAsync(recorder, source);
        GatedStream failing = new() { FailAfterBytes = 500 };
        failing.Gate.SetResult();
        SnapshotWriteException failure =
            await Assert.ThrowsAsync<SnapshotWriteException>(() => recorder.WriteToAsync(failing));
        Assert.Equal(failing.WrittenBytes, failure.BytesWritten);
        Assert.InRange(failure.BytesWritten, 1, 499);
        Assert.Equal(1, recorder.Health.FailedSnapshotCount);
        Assert.True(await recorder.WriteToAsync(new MemoryStream()) > 1000);
    }

    [Fact]
    public async Task Requests_before_the_freeze_share_a_snapshot_and_later_ones_get_the_next()
    {
        FakeSource source = FakeSource.InTime();
        GatedSink sink = new();
        using FlightRecorder recorder = new(new FlightRecorderOptions { Sink = sink }, source);
        recorder.Start();
        source.Stream.Send(Capture);
        using ManualResetEventSlim hasJoined = new();
        source.WriteMarker = () =>
        {
            hasJoined.Wait();
            return null;
        };
        Task<SavedSnapshot> first = recorder.SnapshotAsync("first");
        Task<SavedSnapshot> joined = recorder.SnapshotAsync("joined");
        hasJoined.Set();
        await sink.Entered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Task<SavedSnapshot> later = recorder.SnapshotAsync("later");
        sink.Gate.SetResult();
        Assert.Same(await first, await joined);
        Assert.NotSame(await first, await later);
        Assert.Equal(["first", "later"], sink.Reasons);
    }

    [Fact]
    public async Task A_sink_that_throws_is_counted_and_the_next_snapshot_is_taken()
    {
        FakeSource source = FakeSource.InTime();
        GatedSink sink = new() { Failure = new NotSupportedException("no room") };
        sink.Gate.SetResult();
        using FlightRecorder recorder = new(new FlightRecorderOptions { Sink = sink }, source);
        recorder.Start();
        source.Stream.Send(Capture);
        await Assert.ThrowsAsync<NotSupportedException>(() => recorder.SnapshotAsync("fails"));
        Assert.Equal(
            (1, "no room", true),
            (recorder.Health.FailedSnapshotCount, recorder.Health.LastError, recorder.Enabled));

        // Neither the source's trouble nor the sink's hides the other.
        source.Trouble = "it paused";
        Assert.Equal("no room; it paused", recorder.Health.LastError);
        sink.Failure = null;
        Assert.Equal("there", (await recorder.SnapshotAsync("works")).Location);
    }

    private static async Task EndAsync(FlightRecorder recorder, FakeSource source)
    {
        source.Stream.Send(Capture);
        source.Stream.End();
        await source.Stream.Closed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(SpinWait.SpinUntil(() => !recorder.Enabled, TimeSpan.FromSeconds(30)));
    }

    private sealed class GatedSink : ISnapshotSink
    {
        public TaskCompletionSource Entered { get; } = new();

        public TaskCompletionSource Gate { get; } = new();

        public List<string> Reasons { get; } = [];

        public Exception? Failure { get; set; }

        public async Task<string> PutAsync(Snapshot snapshot, string name, CancellationToken cancellationToken)
        {
            Reasons.Add(snapshot.Manifest.Reason);
            Entered.TrySetResult();
            await Gate.Task;
            return Failure is null ? "there" : throw Failure;
        }
    }

    private sealed class GatedStream : MemoryStream
    {
        public TaskCompletionSource Entered { get; } = new();

        public TaskCompletionSource Gate { get; } = new();

        public int FailAfterBytes { get; init; } = int.MaxValue;

        public long WrittenBytes { get; private set; }

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Entered.TrySetResult();
            await Gate.Task;
            if (WrittenBytes + buffer.Length > FailAfterBytes)
            {
                throw new IOException("full");
            }

            WrittenBytes += buffer.Length;
        }
    }
}
