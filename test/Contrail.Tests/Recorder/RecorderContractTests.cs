using System.Diagnostics;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder;

/// <summary>What a recorder promises where calls meet: stops, starts and writes at the same time.</summary>
public sealed class RecorderContractTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly byte[] Capture = Captures.Drawn().Torn();

    private readonly FakeSource _source = FakeSource.InTime();
    private readonly FlightRecorder _recorder;

    public RecorderContractTests()
    {
        _recorder = new FlightRecorder(new FlightRecorderOptions(), _source);
        Restart();
    }

    [Fact]
    public async Task Stop_waits_for_a_running_write_refuses_new_ones_and_lets_a_start_wait()
    {
        GatedStream gated = new();
        Task<long> write = _recorder.WriteToAsync(gated);
        await gated.Entered;
        Task stop = Begin(_recorder.Stop);
        Assert.True(SpinWait.SpinUntil(() => WriteIsRefused(), Patience));
        Task start = Begin(_recorder.Start);
        Assert.False(stop.IsCompleted || start.IsCompleted || write.IsCompleted);
        gated.Open();
        long reported = await write.WaitAsync(Patience);
        Assert.Equal(gated.WrittenBytes, reported);
        await stop.WaitAsync(Patience);
        await start.WaitAsync(Patience);
        Assert.Equal((RecorderState.Recording, 0L), (_recorder.Health.State, _recorder.Health.StreamBytes));
    }

    [Fact]
    public async Task A_canceled_stop_abandons_a_write_which_reports_the_bytes_written()
    {
        GatedStream gated = new() { FreeWrites = 3, HeedsCancellation = true };
        Task<long> write = _recorder.WriteToAsync(gated);
        await gated.Entered;
        using CancellationTokenSource now = new();
        Task stop = _recorder.StopAsync(now.Token);
        Assert.False(stop.IsCompleted);
        await now.CancelAsync();
        await stop.WaitAsync(Patience);
        SnapshotCanceledException canceled = await Assert.ThrowsAsync<SnapshotCanceledException>(() => write);
        Assert.Equal(gated.WrittenBytes, canceled.BytesWritten);
        Assert.True(canceled.BytesWritten > 0);
        Assert.Equal(
            (RecorderState.Stopped, 1L, 0L),
            (_recorder.Health.State, _recorder.Health.CanceledSnapshotCount, _recorder.Health.FailedSnapshotCount));
    }

    [Fact]
    public async Task A_canceled_stop_abandons_a_writer_that_ignores_cancellation_and_a_restart_is_independent_of_it()
    {
        GatedStream hanging = new();
        Task<long> write = _recorder.WriteToAsync(hanging);
        await hanging.Entered;
        Task waiting = Begin(_recorder.Stop);
        Assert.True(SpinWait.SpinUntil(() => WriteIsRefused(), Patience));
        using CancellationTokenSource now = new(0);
        Task aborting = _recorder.StopAsync(now.Token);
        await waiting.WaitAsync(Patience);
        await Assert.ThrowsAsync<InvalidOperationException>(() => aborting.WaitAsync(Patience));
        Restart();
        Assert.True(_recorder.WriteTo(new MemoryStream()) > 1000);
        Assert.False(write.IsCompleted);
        hanging.Open();
        await Assert.ThrowsAsync<SnapshotCanceledException>(() => write.WaitAsync(Patience));
        Assert.True(_recorder.Enabled);
    }

    [Fact]
    public async Task A_canceled_stop_abandons_a_snapshot_that_waits_for_its_turn()
    {
        using FlightRecorder recorder = new(
            new FlightRecorderOptions { Sink = new DirectorySink(Path.GetTempPath()) }, _source);
        recorder.Start();
        _source.Stream.Send(Capture);
        GatedStream hanging = new();
        Task<long> write = recorder.WriteToAsync(hanging);
        await hanging.Entered;
        Task<SavedSnapshot> queued = recorder.SnapshotAsync("it waits");
        await recorder.StopAsync(new CancellationToken(canceled: true)).WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued.WaitAsync(Patience));
        hanging.Open();
        await Assert.ThrowsAsync<SnapshotCanceledException>(() => write.WaitAsync(Patience));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_canceled_write_reports_the_bytes_written_and_the_recorder_continues(bool duringTheWait)
    {
        using CancellationTokenSource soon = new();
        GatedStream gated = new() { FreeWrites = duringTheWait ? 0 : 2, HeedsCancellation = true };
        _source.WriteMarker = () => duringTheWait ? Cancel(soon) : null;
        Task<long> write = _recorder.WriteToAsync(gated, null, soon.Token);
        if (!duringTheWait)
        {
            await gated.Entered;
            await soon.CancelAsync();
        }

        SnapshotCanceledException canceled =
            await Assert.ThrowsAsync<SnapshotCanceledException>(() => write.WaitAsync(Patience));
        Assert.Equal(gated.WrittenBytes, canceled.BytesWritten);
        Assert.Equal(duringTheWait, canceled.BytesWritten == 0);
        _source.WriteMarker = () => null;
        Assert.True(_recorder.WriteTo(new MemoryStream()) > 1000);
    }

    [Fact]
    public void A_write_that_throws_reports_the_bytes_written_and_the_recorder_continues()
    {
        GatedStream failing = new() { FreeWrites = int.MaxValue, OnWrite = Thrower(afterWrites: 4) };
        SnapshotWriteException failure =
            Assert.Throws<SnapshotWriteException>(() => _recorder.WriteTo(failing));
        Assert.Equal(failing.WrittenBytes, failure.BytesWritten);
        Assert.IsType<NotSupportedException>(failure.InnerException);
        Assert.True(_recorder.WriteTo(new MemoryStream()) > 1000);
        Assert.Equal((1L, 1L), (_recorder.Health.FailedSnapshotCount, _recorder.Health.SnapshotCount));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stopping_the_recorder_from_inside_a_write_throws_instead_of_deadlocking(bool asynchronously)
    {
        GatedStream stopping = new() { FreeWrites = int.MaxValue, OnWrite = _recorder.Stop };
        Task write = asynchronously
            ? _recorder.WriteToAsync(stopping)
            : Begin(() => _recorder.WriteTo(stopping));
        SnapshotWriteException failure =
            await Assert.ThrowsAsync<SnapshotWriteException>(() => write.WaitAsync(Patience));
        Assert.IsType<InvalidOperationException>(failure.InnerException);
        Assert.True(_recorder.Enabled);
        Assert.True(_recorder.WriteTo(new MemoryStream()) > 1000);
    }

    [Fact]
    public void Invalid_requests_throw_at_once()
    {
        foreach (TimeSpan last in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromTicks(-1)])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => _recorder.WriteTo(new MemoryStream(), last));
            Assert.Throws<ArgumentOutOfRangeException>(() => { _ = _recorder.WriteToAsync(new MemoryStream(), last); });
        }

        Assert.Throws<ArgumentNullException>(() => _recorder.WriteTo(null!));
        Assert.Equal(0, _recorder.Health.FailedSnapshotCount);
    }

    [Theory]
    [InlineData(2.5, 2.5)]
    [InlineData(60, 10)]
    public void A_write_of_the_last_seconds_covers_at_least_them_and_the_manifest_contains_the_request(
        double lastSeconds, double requestedSeconds)
    {
        _source.Clock = null;
        _recorder.Stop();
        _recorder.Start();
        _source.Stream.Send(UntilNow(seconds: 15));
        Assert.True(SpinWait.SpinUntil(() => _recorder.Health.EventCount >= 150, Patience));
        using MemoryStream file = new();
        long bytes = _recorder.WriteTo(file, TimeSpan.FromSeconds(lastSeconds));
        Assert.True(TraceFileFacts.TryRead(new MemoryStream(file.ToArray()), out TraceFileFacts? facts, out _));
        SnapshotManifest manifest = facts!.Manifest!;
        Assert.Equal((file.Length, requestedSeconds), (bytes, manifest.PeriodSeconds));
        Assert.InRange(manifest.WindowSeconds, requestedSeconds, requestedSeconds + 3);
        Assert.Null(manifest.ShorterBecause);
    }

    [Fact]
    public void A_start_that_fails_leaves_it_stopped_and_the_next_one_works()
    {
        _recorder.Stop();
        _source.Failure = new IOException("not today");
        Assert.Throws<IOException>(_recorder.Start);
        Assert.Equal(RecorderState.Stopped, _recorder.Health.State);
        Assert.Throws<InvalidOperationException>(_recorder.Stop);
        _source.Failure = null;
        Restart();
        Assert.True(_recorder.Enabled);
    }

    [Fact]
    public void Once_disposed_it_does_not_start_again()
    {
        _recorder.Dispose();
        Assert.Throws<ObjectDisposedException>(_recorder.Start);
        Assert.Equal(RecorderState.Stopped, _recorder.Health.State);
    }

    [Fact]
    public async Task Concurrent_calls_from_many_threads_end_in_a_valid_state()
    {
        using CancellationTokenSource end = new(TimeSpan.FromSeconds(2));
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            Begin(() => Repeat(_recorder.Start, end.Token)),
            Begin(() => Repeat(_recorder.Stop, end.Token)),
            Begin(() => Repeat(() => _recorder.StopAsync(end.Token).GetAwaiter().GetResult(), end.Token)),
            Begin(() => Repeat(() => _recorder.WriteTo(new MemoryStream(), null, end.Token), end.Token)),
            Begin(() => Repeat(() => Assert.Equal(10 << 20, _recorder.Health.MaxBytes), end.Token)),
            Begin(() => Repeat(() => _recorder.Options = _recorder.Options with { Sink = null }, end.Token)),
            Begin(() => Repeat(() => _ = _recorder.Enabled, end.Token)))
            .WaitAsync(Patience);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(1.5), Patience);
        _recorder.Dispose();
        Assert.Equal((RecorderState.Stopped, false), (_recorder.Health.State, _recorder.Enabled));
        Assert.All(_source.Streams, stream => Assert.True(stream.Closed.IsCompleted));
    }

    public void Dispose() => _recorder.Dispose();

    private static Task Begin(Action work) => Task.Factory.StartNew(work, TaskCreationOptions.LongRunning);

    // Only what the contract allows may be thrown.
    private static void Repeat(Action work, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                work();
            }
            catch (Exception expected) when (expected is InvalidOperationException or OperationCanceledException)
            {
                Thread.Yield();
            }
        }
    }

    private static long? Cancel(CancellationTokenSource source)
    {
        source.Cancel();
        return 1;
    }

    // Ten events a second on the clock that the recorder reads.
    private static byte[] UntilNow(int seconds)
    {
        TraceTicks begin = new(Stopwatch.GetTimestamp() - (seconds * Stopwatch.Frequency));
        NetTraceFile file = new(new TraceObject(NetTraceFile.Begin, begin, Stopwatch.Frequency, 8, 42, 2, 1_000_000));
        for (int index = 0; index < seconds * 10; index++)
        {
            file.Add(RuntimeEvents.Custom("Drawn", 1, "Tick"), index * 100).CloseBlock();
        }

        return file.Torn();
    }

    private static Action Thrower(int afterWrites) =>
        () => _ = afterWrites-- > 0 ? true : throw new NotSupportedException("no more of this");

    private bool WriteIsRefused()
    {
        try
        {
            _recorder.WriteTo(new MemoryStream());
            return false;
        }
        catch (InvalidOperationException refused)
        {
            return refused is not SnapshotActiveException;
        }
    }

    private void Restart()
    {
        if (_recorder.Health.State == RecorderState.Stopped)
        {
            _recorder.Start();
        }

        _source.Stream.Send(Capture);
        Assert.True(SpinWait.SpinUntil(() => _recorder.Health.EventCount > 0, Patience));
    }
}
