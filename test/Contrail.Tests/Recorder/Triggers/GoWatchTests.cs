using System.Collections.Concurrent;
using Contrail.Core.GoTrace.Wire;
using Contrail.Core.Triggers;
using Contrail.Tests.Support;
using Contrail.Triggers;
using Xunit;

namespace Contrail.Tests.Recorder.Triggers;

/// <summary>What fires while a Go service is recorded.</summary>
public sealed class GoWatchTests : IDisposable
{
    private const string Logged = "7: ProcStatus 0 0 1, GoStatus 0 1 7 2, UserLog 10 0 1 2 1";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<TriggerFiring> _fired = [];

    [Fact]
    public void A_log_of_a_complete_generation_fires_with_its_message()
    {
        using ManualResetEventSlim isWatched = new();
        byte[] trace = GoDrawing.Trace(26, Logged);
        using FakeGoServer server = new(answer =>
        {
            // The header starts the recording.
            answer.Begin();
            answer.Chunk(trace[..GoTraceVersion.HeaderBytes]);
            isWatched.Wait(Patience);
            answer.Chunk(trace[GoTraceVersion.HeaderBytes..]);
            answer.AwaitClose();
        });
        using FlightRecorder recorder = Start(server, "log:one");
        isWatched.Set();
        Assert.Equal("two", Next().Observation.Text);
        Assert.Null(recorder.Health.LastError);
    }

    [Theory]
    [InlineData(22)]
    [InlineData(26)]
    public void A_stream_that_stalls_is_silent(int minor)
    {
        // Up to 1.25, the second generation ends the first.
        using FakeGoServer server = new(FakeGoServer.Stalled(GoDrawing.Trace(minor, Logged, Logged)));
        using FlightRecorder recorder = Start(server, "silence>100ms");
        Assert.Equal(SignalKind.Silence, Next().Observation.Signal);
        Assert.True(recorder.Enabled);
    }

    public void Dispose() => _fired.Dispose();

    private FlightRecorder Start(FakeGoServer server, string expression)
    {
        FlightRecorderOptions options = new()
        {
            Plan = new TriggerPlan(TriggerRules.Parse(expression, out _), TimeProvider.System, _fired.Add),
        };
        FlightRecorder recorder = new(options, GoTraceSource.Connect(server.Address));
        recorder.Start();
        return recorder;
    }

    private TriggerFiring Next()
    {
        Assert.True(_fired.TryTake(out TriggerFiring? next, Patience));
        return next;
    }
}
