using Contrail.Capture;
using Contrail.Core.Ring;
using Contrail.Machine;
using Contrail.Machine.Bursts;
using Contrail.Snapshots;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Snapshots;

/// <summary>What a snapshot reports of the time before it is taken.</summary>
public sealed class SnapshotCoordinatorTests : IDisposable
{
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(2);

    private readonly ManualTime _time = new();
    private readonly FakeSource _source;
    private readonly Recording _recording;

    public SnapshotCoordinatorTests()
    {
        // It ends when the process has, which is known after the time of the burst.
        BurstTarget target = new(
            () =>
            {
                _time.Advance(Burst);
                return false;
            },
            (_, _) => true);
        _source = new FakeSource
        {
            MakeBursts = recording => new TargetBursts(
                new BurstOptions(Burst, 199, RecordsOffCpu: false), Environment.ProcessId, target, recording,
                new LaneClock(() => default, _ => default), _time),
        };
        _recording = Recording.Open(
            new RecorderHost(_time), _source, new RecordingLimits(TimeSpan.FromSeconds(10), 8 << 20));
        _source.Stream.Send(Captures.Drawn().Torn());
        _source.Stream.End();
        Assert.True(_recording.Source.MainDrain.Ended.Wait(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task The_moment_of_a_request_is_before_its_burst()
    {
        DateTime requested = _time.GetUtcNow().UtcDateTime;
        SnapshotCoordinator coordinator = new(_recording, new SnapshotCounters());
        Task<SavedSnapshot> saving = coordinator.SnapshotAsync(
            new SnapshotRequest("slow"), new NoSink(), CancellationToken.None);
        _time.RunUntil(saving);
        Assert.Equal(requested, (await saving).Manifest.RequestedUtc);
        Assert.True(_time.GetUtcNow().UtcDateTime - requested >= Burst);
    }

    public void Dispose() => _recording.Dispose();

    private sealed class NoSink : ISnapshotSink
    {
        public Task<string> PutAsync(Snapshot snapshot, string name, CancellationToken cancellationToken) =>
            Task.FromResult(name);
    }
}
