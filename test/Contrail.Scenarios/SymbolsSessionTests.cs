using Contrail.Capture;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Scenarios.Support;
using Contrail.Machine;
using Contrail.Sources;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>The session that brings the names is watched like the one that brings the events.</summary>
public sealed class SymbolsSessionTests
{
    [Fact]
    public async Task When_it_breaks_off_the_facts_of_a_snapshot_contain_it()
    {
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 100");
        using RecordingHost pumps = new(
            RecorderHost.Default, new RecordingLimits(TimeSpan.FromSeconds(10), 10 << 20));
        NotingHost host = new(pumps);
        using OpenRecordingSource source =
            EventPipeSource.Attach(target.Id).Open(host);
        Assert.False(SymbolsOf(source).BrokeOff);
        Assert.Equal(RundownOutcome.Done, SymbolsOf(source).Rundown);

        host.Drains["Contrail symbols"].Close();
        Assert.True(SymbolsOf(source).BrokeOff);
        Assert.False(source.MainDrain.Ended.IsCompleted);
    }

    private static SymbolFacts SymbolsOf(OpenRecordingSource source) => source.Describe(new SnapshotFacts
    {
        Reason = "",
        RequestedUtc = DateTime.UtcNow,
        RequestCoverage = RequestCoverage.Flushed,
        Period = TimeSpan.Zero,
        MaxBytes = 0,
        HeldBytes = 0,
    }).Symbols;

    private sealed class NotingHost(ISourceHost inner) : ISourceHost
    {
        public Dictionary<string, IDrain> Drains { get; } = [];

        public RecordingLimits Limits => inner.Limits;

        public TimeProvider Time => inner.Time;

        public SystemSampler Sampler => inner.Sampler;

        public CancellationToken Opening => inner.Opening;

        public TraceRecording CreateRing(RecordedFormat format) => inner.CreateRing(format);

        public IDrain Drain(string name, IChunkStream stream, IChunkConsumer consumer) =>
            Drains[name] = inner.Drain(name, stream, consumer);

        public Thread Start(string name, Action work) => inner.Start(name, work);

        public IRepeatedWork Repeat(TimeSpan interval, Action work) => inner.Repeat(interval, work);

        public IRepeatedWork RepeatReading(TimeSpan interval, Action work) => inner.RepeatReading(interval, work);
    }
}
