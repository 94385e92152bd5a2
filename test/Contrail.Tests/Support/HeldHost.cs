using Contrail.Capture;
using Contrail.Core.Ring;
using Contrail.Machine;
using Contrail.Sources;

namespace Contrail.Tests.Support;

/// <summary>Reads no stream: each ends when the test ends it or when it is closed.</summary>
internal sealed class HeldHost : ISourceHost
{
    private readonly List<(string Name, HeldDrain Drain)> _drains = [];
    private readonly RecorderHost _shared;

    public HeldHost(TimeProvider? time = null) => _shared = new RecorderHost(time ?? TimeProvider.System);

    /// <summary>Whether work cannot be started, as on a machine that has no thread left.</summary>
    public bool HasNoThread { get; set; }

    /// <summary>The same for the reading of the kernel's files.</summary>
    public bool HasNoReadingThread { get; set; }

    public RecordingLimits Limits { get; init; } = new(TimeSpan.FromMinutes(1), 4 << 20);

    public TimeProvider Time => _shared.Time;

    public SystemSampler Sampler => _shared.Sampler;

    public CancellationToken Opening { get; init; }

    /// <summary>The latest stream with a name.</summary>
    public HeldDrain this[string name] => _drains.Last(one => one.Name == name).Drain;

    public TraceRecording CreateRing(RecordedFormat format) =>
        new(format.Format, Limits, format.MaxFrameBytes, format.OtherBytes, format.Policy);

    public IDrain Drain(string name, IChunkStream stream, IChunkConsumer consumer)
    {
        HeldDrain drain = new(stream);
        _drains.Add((name, drain));
        return drain;
    }

    public Thread Start(string name, Action work)
    {
        if (HasNoThread)
        {
            throw new InsufficientMemoryException(name);
        }

        Thread thread = new(() => work()) { IsBackground = true };
        thread.Start();
        return thread;
    }

    public IRepeatedWork Repeat(TimeSpan interval, Action work) => _shared.Schedule.Repeat(interval, work);

    public IRepeatedWork RepeatReading(TimeSpan interval, Action work) => HasNoReadingThread
        ? throw new InsufficientMemoryException()
        : _shared.MachineSchedule.Repeat(interval, work);
}
