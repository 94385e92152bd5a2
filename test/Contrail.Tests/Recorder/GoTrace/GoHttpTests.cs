using Contrail.Core.Snapshots;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.GoTrace;

/// <summary>Whatever a server does: a clear error or a correct file, and an end in bounded time.</summary>
public sealed class GoHttpTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-go-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_clean_end_completes_the_last_generation_without_an_end_mark()
    {
        byte[] trace = new GoTraceFile(25).Generation(1, 1).Generation(2, 2).Bytes;
        using FakeGoServer server = new(FakeGoServer.Whole(trace));
        using FlightRecorder recorder = Started(server.Address, Once);
        await UntilAsync(recorder, health => health.State == RecorderState.Ended);
        SavedSnapshot saved = await recorder.SnapshotAsync("end", TestContext.Current.CancellationToken);
        Assert.Equal(trace, File.ReadAllBytes(saved.Location));
        Assert.Equal("the service ended the trace in good order", recorder.Health.EndedHow);
        Assert.Equal(RequestCoverage.Flushed, saved.Manifest.RequestCoverage);
        Assert.InRange(saved.Manifest.FlushWaitSeconds ?? -1, 0, 600);
        Assert.EndsWith(".trace", saved.Location, StringComparison.Ordinal);
        Assert.True(SnapshotManifestJson.TryRead(
            File.ReadAllText(saved.Location + ".json"), out SnapshotManifest? companion));
        Assert.Equal(saved.Manifest.Generations, companion!.Generations);
        Assert.True(OperatingSystem.IsWindows()
            || File.GetUnixFileMode(saved.Location + ".json") == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task A_dropped_connection_leaves_complete_generations_and_the_torn_tail_next_to_them()
    {
        byte[] trace = new GoTraceFile(25).Generation(1, 1).Generation(2, 2).Bytes;
        using FakeGoServer server = new(FakeGoServer.Dropped(trace));
        using FlightRecorder recorder = Started(server.Address, Once);
        await UntilAsync(recorder, health => health.State == RecorderState.Ended);
        SavedSnapshot saved = await recorder.SnapshotAsync("end", TestContext.Current.CancellationToken);
        byte[] kept = new GoTraceFile(25).Generation(1, 1).Bytes;
        Assert.Equal(kept, File.ReadAllBytes(saved.Location));
        Assert.Equal([.. trace[..16], .. trace[kept.Length..]], File.ReadAllBytes(saved.Location + ".torn"));
        Assert.Contains("lost", recorder.Health.EndedHow, StringComparison.Ordinal);
        Assert.Equal(RequestCoverage.Torn, saved.Manifest.RequestCoverage);
    }

    [Fact]
    public async Task After_a_drop_the_service_is_sought_again_and_a_new_run_begins()
    {
        using ManualResetEventSlim isLossSeen = new();
        using FakeGoServer server = new(
            FakeGoServer.Dropped(Trace(1, 2)),
            answer =>
            {
                isLossSeen.Wait(Soon);
                FakeGoServer.Status("500 Oh", "tracing is already enabled")(answer);
            },
            FakeGoServer.Stalled(Trace(3)));
        using FlightRecorder recorder = Started(
            server.Address, new GoTraceOptions { SnapshotWait = TimeSpan.FromMilliseconds(100) });
        await UntilAsync(recorder, health => !health.IsConnected && health.ReconnectCount == 0);
        isLossSeen.Set();
        await UntilAsync(recorder, health => health.IsConnected && health.ReconnectCount == 1);
        Assert.Equal(3, server.Requests.Count);
        await UntilAsync(recorder, health => health.StreamBytes >= Trace(1, 2).Length + Trace(3).Length);
        Assert.Equal(RecorderState.Recording, recorder.Health.State);
        SavedSnapshot saved = await recorder.SnapshotAsync("later", TestContext.Current.CancellationToken);
        Assert.Equal(Trace(3), File.ReadAllBytes(saved.Location));
        Assert.Equal(Trace(1, 2), File.ReadAllBytes(saved.Location + ".1.earlier.trace"));
        Assert.Contains(saved.Manifest.Losses, loss => loss.Reason == LossReason.Disconnected);
    }

    [Fact]
    public async Task A_service_that_does_not_return_ends_the_recording_after_the_limit()
    {
        using FakeGoServer server = new(FakeGoServer.Dropped(Trace(1, 2)));
        using FlightRecorder recorder = Started(
            server.Address, new GoTraceOptions { ReconnectFor = TimeSpan.FromMilliseconds(600) });
        await UntilAsync(recorder, health => health.State == RecorderState.Ended);
        SavedSnapshot saved = await recorder.SnapshotAsync("end", TestContext.Current.CancellationToken);
        Assert.Equal(Trace(1, 2), File.ReadAllBytes(saved.Location));
    }

    [Fact]
    public async Task A_snapshot_waits_for_the_generation_of_its_request_and_reports_a_timeout()
    {
        using FakeGoServer server = new(FakeGoServer.Stalled(Trace(1)));
        using FlightRecorder recorder = Started(
            server.Address, new GoTraceOptions { SnapshotWait = TimeSpan.FromMilliseconds(200) });
        await UntilAsync(recorder, health => health.StreamBytes >= Trace(1).Length);
        SavedSnapshot saved = await recorder.SnapshotAsync("now", TestContext.Current.CancellationToken);
        Assert.Equal(RequestCoverage.TimedOut, saved.Manifest.RequestCoverage);
        Assert.Equal(Trace(1), File.ReadAllBytes(saved.Location));
    }

    [Fact]
    public async Task A_generation_that_arrives_after_the_request_is_in_the_file()
    {
        using ManualResetEventSlim requested = new();
        using ManualResetEventSlim never = new();
        using FakeGoServer server = new(answer =>
        {
            answer.Begin();
            answer.Chunk(Trace(1));
            requested.Wait(Soon);

            // The service's own pace: a generation that ends after the request arrives some time after it.
            never.Wait(TimeSpan.FromSeconds(1));
            answer.Chunk(Trace(100)[16..]);
            answer.AwaitClose();
        });
        using FlightRecorder recorder = Started(
            server.Address, new GoTraceOptions { SnapshotWait = TimeSpan.FromSeconds(10) });
        await UntilAsync(recorder, health => health.StreamBytes >= Trace(1).Length);
        Task<SavedSnapshot> snapshot = recorder.SnapshotAsync("now", TestContext.Current.CancellationToken);
        requested.Set();
        SavedSnapshot saved = await snapshot;
        Assert.Equal(RequestCoverage.Flushed, saved.Manifest.RequestCoverage);
        Assert.Equal(Trace(100), File.ReadAllBytes(saved.Location));
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html>", "a page of HTML and not a Go execution trace; check whether this")]
    [InlineData("\n<html>\n<style>\nbody { }", "a page of HTML and not a Go execution trace; check whether this")]
    [InlineData("go 1.28 trace\0\0\0and so on", "a Go 1.28 trace, an unknown format; use a later version")]
    [InlineData("\u001f\u008b\u0008 and so on, to sixteen", "compressed with gzip")]
    [InlineData("garbage of some length", "this is not a Go execution trace; check whether this")]
    [InlineData("go 1.19 trace\0\0\0and so on", "Go 1.22 or later is required")]
    public void Another_kind_of_answer_is_refused_at_the_start_with_its_reason(string body, string reported)
    {
        using FakeGoServer server = new(FakeGoServer.Stalled([.. body.Select(letter => (byte)letter)]));
        SourceUnavailableException refused =
            Assert.Throws<SourceUnavailableException>(() => Started(server.Address, new GoTraceOptions()));
        Assert.Contains(reported, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_of_another_kind_fails_with_its_reason()
    {
        using FlightRecorder recorder = new(
            new FlightRecorderOptions(), GoTraceSource.Read(new MemoryStream([.. "go 1.19 trace\0\0\0"u8])));
        recorder.Start();
        await UntilAsync(recorder, health => health.State == RecorderState.Failed && health.EndedHow is not null);
        Assert.Contains("a Go 1.19 trace", recorder.Health.EndedHow, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endless_garbage_after_an_intact_beginning_keeps_the_beginning_and_takes_no_memory()
    {
        using FakeGoServer server = new(answer =>
        {
            answer.Begin();
            answer.Chunk(Trace(1));
            while (true)
            {
                answer.Chunk(new byte[50_000]);
            }
        });
        using FlightRecorder recorder = Started(server.Address, new GoTraceOptions());
        await UntilAsync(recorder, health => health.State == RecorderState.Failed);
        Assert.InRange(recorder.Health.HeldBytes, 0, 10 << 20);
        Assert.Contains("must begin here, but the byte is 0", recorder.Health.LastError, StringComparison.Ordinal);
        using MemoryStream written = new();
        await recorder.WriteToAsync(written, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Trace(1), written.ToArray());
    }

    [Fact]
    public async Task A_silent_connection_counts_as_lost()
    {
        using FakeGoServer server = new(FakeGoServer.Stalled(Trace(1)), FakeGoServer.Stalled(Trace(2)));
        GoTraceOptions options = new()
        {
            // The first response must arrive within it also on a machine that is busy with other tests.
            AnswerWithin = TimeSpan.FromSeconds(3),
            MaxSilence = TimeSpan.FromMilliseconds(500),
        };
        using FlightRecorder recorder = Started(server.Address, options);
        await UntilAsync(recorder, _ => server.Requests.Count == 2);
    }

    [Fact]
    public async Task Stopping_frees_a_waiting_reader()
    {
        using FakeGoServer server = new(FakeGoServer.Stalled(Trace(1)));
        using FlightRecorder recorder = Started(server.Address, new GoTraceOptions());
        await recorder.StopAsync(TestContext.Current.CancellationToken).WaitAsync(
            Soon, TestContext.Current.CancellationToken);
        Assert.Equal(RecorderState.Stopped, recorder.Health.State);
    }

    [Fact]
    public async Task A_service_may_listen_on_a_Unix_socket()
    {
        string path = Path.Combine(_folder, "s");
        using FakeGoServer server = new(path, FakeGoServer.Whole(Trace(1)));
        using FlightRecorder recorder = Started(server.Address, Once with { UnixSocketPath = path });
        await UntilAsync(recorder, health => health.State == RecorderState.Ended);
        Assert.Equal(Trace(1).Length, recorder.Health.StreamBytes);
    }

    [Fact]
    public async Task A_file_is_recorded_as_a_stream_is()
    {
        string path = Path.Combine(_folder, "given.trace");
        File.WriteAllBytes(path, Trace(1, 2));
        using FlightRecorder recorder = new(new FlightRecorderOptions(), GoTraceSource.ReadFile(path));
        recorder.Start();
        await UntilAsync(recorder, health => health.State == RecorderState.Ended);
        using MemoryStream written = new();
        await recorder.WriteToAsync(written, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Trace(1, 2), written.ToArray());
    }

    private static GoTraceOptions Once { get; } = new() { ReconnectFor = TimeSpan.Zero };

    private static byte[] Trace(params ulong[] numbers)
    {
        GoTraceFile file = new(26);
        foreach (ulong number in numbers)
        {
            file.Generation(number, number);
        }

        return file.Bytes;
    }

    private FlightRecorder Started(Uri address, GoTraceOptions options)
    {
        FlightRecorder recorder = new(
            new FlightRecorderOptions { Sink = new DirectorySink(_folder) }, GoTraceSource.Connect(address, options));
        recorder.Start();
        return recorder;
    }

    // Health has no event to wait for; the end of waiting is.
    private static async Task UntilAsync(FlightRecorder recorder, Func<RecorderHealth, bool> holds)
    {
        using CancellationTokenSource patience = new(Soon);
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(10));
        while (!holds(recorder.Health))
        {
            await look.WaitForNextTickAsync(patience.Token);
        }
    }
}
