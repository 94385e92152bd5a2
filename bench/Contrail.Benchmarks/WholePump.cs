using BenchmarkDotNet.Attributes;
using Contrail.Benchmarks.Captures;
using Contrail.Benchmarks.Peers;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;

namespace Contrail.Benchmarks;

/// <summary>
/// All that is done with a byte once it has been read: split, every header, losses, store, evict; in pieces as large as
/// a socket gives. Against <c>memcpy</c> of the same bytes. Budget: 0.8 GB/s, 30 M events/s, nothing allocated a frame.
/// </summary>
public class WholePump
{
    /// <summary>About what one read of a full socket gives.</summary>
    private const int ChunkBytes = 128 << 10;

    private readonly CopyRing _copies = new();
    private TraceBytes _trace = null!;
    private TraceRecording _recording = null!;

    [Params(CaptureKind.Mixed, CaptureKind.Flood)]
    public CaptureKind Stream { get; set; }

    [GlobalSetup]
    public void Load() => _trace = TraceBytes.Load(Stream);

    [GlobalCleanup]
    public void Empty() => _recording.Dispose();

    [IterationSetup]
    public void FillRings()
    {
        _recording?.Dispose();
        RecordingLimits limits = new(TimeSpan.FromDays(1), TraceBytes.MaxRingBytes);
        NetTraceFormat format = new(limits.MaxRetainedBytes);
        _recording = new TraceRecording(format, limits, NetTraceSplitter.MaxFrameBytes);
        Feed(_trace.WarmUp.Span);
        _copies.Copy(_trace.WarmUp.Span);
    }

    [Benchmark(Baseline = true)]
    public int Memcpy() => _copies.Copy(_trace.Measured.Span);

    [Benchmark]
    public int Pump() => (int)Feed(_trace.Measured.Span);

    private SourceState Feed(ReadOnlySpan<byte> source)
    {
        SourceState status = SourceState.Open;
        for (int offset = 0; offset < source.Length; offset += ChunkBytes)
        {
            status = _recording.Append(source.Slice(offset, Math.Min(ChunkBytes, source.Length - offset)));
        }

        return status is SourceState.Open or SourceState.Ended
            ? status
            : throw new InvalidOperationException($"The recording is {status}: {_recording.Counts().Fault}");
    }
}
