using BenchmarkDotNet.Attributes;
using Contrail.Benchmarks.Captures;
using Contrail.Benchmarks.Peers;
using Contrail.Core.Formats;
using Contrail.Core.Ring;

namespace Contrail.Benchmarks;

/// <summary>
/// Whole blocks: split, stored in the ring, evicted; the source is read once. Against <c>memcpy</c> of the same bytes.
/// Budget: 3 GB/s, nothing allocated a frame.
/// </summary>
public class SplitAndStore
{
    private readonly CopyRing _copies = new();
    private TraceBytes _trace = null!;
    private BlocksOnlyFormat _format = null!;
    private RingStore _store = null!;

    [Params(CaptureKind.Mixed, CaptureKind.Flood)]
    public CaptureKind Stream { get; set; }

    [GlobalSetup]
    public void Load() => _trace = TraceBytes.Load(Stream);

    [GlobalCleanup]
    public void Empty() => _store.Dispose();

    [IterationSetup]
    public void FillRings()
    {
        _store?.Dispose();
        _format = new BlocksOnlyFormat();
        RecordingLimits limits = new(TimeSpan.FromDays(1), TraceBytes.MaxRingBytes);
        _store = new RingStore(_format, limits, PeriodPolicy.Instance, () => 0);
        Feed(_trace.WarmUp.Span);
        _copies.Copy(_trace.WarmUp.Span);
    }

    [Benchmark(Baseline = true)]
    public int Memcpy() => _copies.Copy(_trace.Measured.Span);

    [Benchmark]
    public long SplitStoreEvict() => Feed(_trace.Measured.Span);

    private long Feed(ReadOnlySpan<byte> source)
    {
        long frameCount = 0;
        while (_format.Split(source, out Frame frame, out _) == SplitStatus.Complete && _store.TryAccept(frame))
        {
            _format.Take(frame);
            source = source[frame.WholeBytes..];
            frameCount++;
        }

        return frameCount;
    }
}
