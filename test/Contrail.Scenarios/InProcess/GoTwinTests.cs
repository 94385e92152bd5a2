using System.Diagnostics;
using System.Diagnostics.Tracing;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.InProcess;

/// <summary>
/// Go's own tests for its flight recorder, each with its twin of the same name: this process records itself.
/// </summary>
public sealed class GoTwinTests : IDisposable
{
    private const int MinHeaderBytes = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FlightRecorder _recorder = new(
        new FlightRecorderOptions(),
        EventPipeSource.Self(new EventPipeOptions
        {
            Profile = Profile.Default.With([new EventPipeProvider(LogEvents.Provider, 0, EventLevel.Verbose)]),
        }));

    // Go: TestFlightRecorderDoubleStart.
    [Fact]
    public void DoubleStart()
    {
        _recorder.Start();
        Assert.Throws<InvalidOperationException>(_recorder.Start);
        _recorder.Stop();
    }

    // Go: TestFlightRecorderDoubleStop.
    [Fact]
    public void DoubleStop()
    {
        _recorder.Start();
        _recorder.Stop();
        Assert.Throws<InvalidOperationException>(_recorder.Stop);
    }

    // Go: TestFlightRecorderEnabled.
    [Fact]
    public void Enabled()
    {
        Assert.False(_recorder.Enabled);
        _recorder.Start();
        Assert.True(_recorder.Enabled);
        _recorder.Stop();
        Assert.False(_recorder.Enabled);
    }

    // Go: TestFlightRecorderWriteToDisabled, never started and stopped.
    [Fact]
    public void WriteToDisabled()
    {
        using MemoryStream written = new();
        Assert.Throws<InvalidOperationException>(() => _recorder.WriteTo(written));
        _recorder.Start();
        _recorder.Stop();
        Assert.Throws<InvalidOperationException>(() => _recorder.WriteTo(written));
        Assert.Equal(0, written.Length);
    }

    // Go: TestFlightRecorderConcurrentWriteTo.
    [Fact]
    public async Task ConcurrentWriteTo()
    {
        _recorder.Start();
        MemoryStream[] files = [.. Enumerable.Range(0, 2).Select(_ => new MemoryStream())];
        using Barrier together = new(files.Length);
        bool[] won = await Task.WhenAll(files.Select(file => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                return TryWrite(file);
            },
            TaskCreationOptions.LongRunning)));
        Assert.Contains(true, won);
        Assert.All(files.Zip(won), one => Assert.Equal(one.Second, one.First.Length > 0));
    }

    // Go: TestFlightRecorder.
    [Fact]
    public void Snapshot()
    {
        _recorder.Start();
        Validate(Write());
        _recorder.Stop();
    }

    // Go: TestFlightRecorderStartStop, five times on one recorder.
    [Fact]
    public void StartStop()
    {
        for (int round = 0; round < 5; round++)
        {
            _recorder.Start();
            Validate(Write());
            _recorder.Stop();
        }
    }

    // Go: TestFlightRecorderLog: what was logged just before the snapshot is in it.
    [Fact]
    public void Log()
    {
        _recorder.Start();
        LogEvents.Log.Message("find this message");
        using TraceFile file = new();
        File.WriteAllBytes(file.FullName, Write());
        TraceEventReading reading = TraceEventReading.Read(file.FullName);
        Assert.Equal(1, reading.CountByEvent[$"{LogEvents.Provider}/Message"]);
    }

    // Go: TestFlightRecorderOneGeneration, by SetPeriod(0) and by SetSize(0).
    [Theory]
    [InlineData(0, 10 << 20)]
    [InlineData(10, 0)]
    public void OneGeneration(int periodSeconds, long maxBytes)
    {
        _recorder.Options = _recorder.Options with
        {
            Period = TimeSpan.FromSeconds(periodSeconds),
            MaxBytes = maxBytes,
        };
        _recorder.Start();
        long started = Stopwatch.GetTimestamp();
        while (_recorder.Health.EvictedGenerationCount == 0 && Stopwatch.GetElapsedTime(started) < Patience)
        {
            LogEvents.Log.Message("so that there are generations");
            Thread.Sleep(10);
        }

        Assert.Equal(1, Validate(Write()).Generations);
        Assert.True(_recorder.Health.EvictedGenerationCount > 0);
    }

    public void Dispose() => _recorder.Dispose();

    private bool TryWrite(MemoryStream file)
    {
        try
        {
            long writtenBytes = _recorder.WriteTo(file);
            Assert.Equal(file.Length, writtenBytes);
            Validate(file.ToArray());
            return true;
        }
        catch (SnapshotActiveException)
        {
            Assert.Equal(0, file.Length);
            return false;
        }
    }

    private byte[] Write()
    {
        using MemoryStream file = new();
        long writtenBytes = _recorder.WriteTo(file);
        Assert.Equal(file.Length, writtenBytes);
        Assert.True(writtenBytes >= MinHeaderBytes);
        return file.ToArray();
    }

    private static SnapshotManifest Validate(byte[] file)
    {
        using MemoryStream stream = new(file);
        Assert.True(TraceFileFacts.TryRead(stream, out TraceFileFacts? facts, out TraceFault? fault), $"{fault}");
        Assert.True(facts!.Complete, $"{facts.Fault}");
        return facts.Manifest!;
    }

    [EventSource(Name = Provider)]
    private sealed class LogEvents : EventSource
    {
        public const string Provider = "Contrail-Go-Twin";

        public static readonly LogEvents Log = new();

        [Event(1)]
        public void Message(string text) => WriteEvent(1, text);
    }
}
