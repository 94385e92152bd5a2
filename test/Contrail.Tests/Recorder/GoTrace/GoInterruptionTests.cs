using System.Diagnostics;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.GoTrace;

/// <summary>Stopping and disposing a recorder whose source is silent.</summary>
public sealed class GoInterruptionTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stop_cancels_a_start_that_waits_for_a_service(bool disposes)
    {
        using SemaphoreSlim requested = new(0);
        using FakeGoServer server = new(answer =>
        {
            requested.Release();
            answer.AwaitClose();
        });
        using FlightRecorder recorder = new(new FlightRecorderOptions(), GoTraceSource.Connect(server.Address));
        Task start = StartAsync(recorder);
        Assert.True(await requested.WaitAsync(Bound));
        await Task.Run(disposes ? recorder.Dispose : recorder.Stop).WaitAsync(Bound);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start.WaitAsync(Bound));
    }

    [Fact]
    public async Task A_silent_stream_does_not_hold_a_stop()
    {
        using SemaphoreSlim read = new(0);
        using SemaphoreSlim released = new(0);
        using FlightRecorder recorder = new(
            new FlightRecorderOptions(), GoTraceSource.Read(new SilentStream(read, released)));
        recorder.Start();
        Assert.True(await read.WaitAsync(Bound));
        await Task.Run(recorder.Stop).WaitAsync(Bound);
        Assert.False(recorder.Enabled);
        released.Release();
    }

    [Fact]
    public async Task A_stop_cancels_a_start_that_waits_for_the_writer_of_a_pipe()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using (Process made = Process.Start("mkfifo", path))
        {
            await made.WaitForExitAsync();
        }

        try
        {
            using FlightRecorder recorder = new(new FlightRecorderOptions(), GoTraceSource.ReadFile(path));
            Task start = StartAsync(recorder);
            await Task.Run(() => StopStarted(recorder, start)).WaitAsync(Bound);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start.WaitAsync(Bound));
        }
        finally
        {
            // Frees the thread that still waits for a writer.
            await using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite))
            {
                File.Delete(path);
            }
        }
    }

    private static Task StartAsync(FlightRecorder recorder) => Task.Factory.StartNew(
        recorder.Start, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    // The start may not be in progress yet: a stop of a recorder that was never started throws, and is repeated.
    private static void StopStarted(FlightRecorder recorder, Task start)
    {
        while (!start.IsCompleted)
        {
            try
            {
                recorder.Stop();
            }
            catch (InvalidOperationException)
            {
                Thread.Yield();
            }
        }
    }

    // Dispose does not free its read, as with a pipe.
    private sealed class SilentStream(SemaphoreSlim read, SemaphoreSlim released) : MemoryStream
    {
        public override int Read(Span<byte> buffer)
        {
            read.Release();
            released.Wait(Bound * 3);
            return 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    }
}
