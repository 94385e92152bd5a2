using Contrail.Core.Bytes;
using Contrail.Core.Ring;
using Contrail.Machine;
using Contrail.Sources;

namespace Contrail.Capture;

/// <summary>
/// What one recording uses of a <see cref="RecorderHost"/>, and the ring that it owns. Disposing releases the ring.
/// </summary>
internal sealed class RecordingHost : ISourceHost, IDisposable
{
    private readonly RecorderHost _host;
    private TraceRecording? _ring;

    /// <param name="host">What the recording shares with others.</param>
    /// <param name="limits">The limits of this recording.</param>
    /// <param name="opening">Canceled when the recorder is stopped while it opens the source.</param>
    public RecordingHost(RecorderHost host, RecordingLimits limits, CancellationToken opening = default)
    {
        _host = host;
        Limits = limits;
        Opening = opening;
    }

    /// <inheritdoc/>
    public RecordingLimits Limits { get; }

    /// <inheritdoc/>
    public TimeProvider Time => _host.Time;

    /// <inheritdoc/>
    public SystemSampler Sampler => _host.Sampler;

    /// <inheritdoc/>
    public CancellationToken Opening { get; }

    /// <inheritdoc/>
    public TraceRecording CreateRing(RecordedFormat format)
    {
        if (_ring is not null)
        {
            throw new InvalidOperationException("The recording has its ring already.");
        }

        return _ring = new TraceRecording(
            format.Format, Limits, format.MaxFrameBytes, format.OtherBytes, format.Policy, OpenPool());
    }

    /// <inheritdoc/>
    public IDrain Drain(string name, IChunkStream stream, IChunkConsumer consumer)
    {
        Pump pump = new(name, stream, consumer, Time);
        try
        {
            _host.Watchdog.Watch(pump);
            pump.Start();
        }
        catch
        {
            // No thread can be started. A stream that is not read would prevent its process from exiting.
            _host.Watchdog.Forget(pump);
            stream.Close();
            throw;
        }

        return pump;
    }

    /// <inheritdoc/>
    public Thread Start(string name, Action work)
    {
        Thread thread = new(() => work(), 256 << 10) { Name = name, IsBackground = true };
        thread.Start();
        return thread;
    }

    /// <inheritdoc/>
    public IRepeatedWork Repeat(TimeSpan interval, Action work) => _host.Schedule.Repeat(interval, work);

    /// <inheritdoc/>
    public IRepeatedWork RepeatReading(TimeSpan interval, Action work) =>
        _host.MachineSchedule.Repeat(interval, work);

    public void Dispose() => _ring?.Dispose();

    private SegmentPool OpenPool()
    {
        MemoryBudget memory = _host.Memory;
        int segmentBytes = memory.IsLimited ? RecordingLimits.MinSegmentBytes : Limits.SegmentBytes;
        return memory.TryOpen(segmentBytes, Limits.MaxBytes) ?? throw new SourceUnavailableException(
            $"Cannot record another source: the memory limit of {memory.MaxBytes >> 20} MiB for all recordings is used "
            + $"by {memory.RecordingCount} of them. Increase the limit, or stop a recording.");
    }
}
