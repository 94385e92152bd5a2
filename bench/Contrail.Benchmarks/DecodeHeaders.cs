using BenchmarkDotNet.Attributes;
using Contrail.Benchmarks.Captures;
using Contrail.Core.NetTrace.Wire;
using Microsoft.Diagnostics.Tracing;

namespace Contrail.Benchmarks;

/// <summary>
/// Every event header of a file. Against TraceEvent's <c>EventPipeEventSource</c> on the same bytes.
/// Budget: 50 M events/s, five times the peer.
/// </summary>
public class DecodeHeaders
{
    private TraceBytes _trace = null!;

    [Params(CaptureKind.Mixed, CaptureKind.Flood)]
    public CaptureKind Stream { get; set; }

    [GlobalSetup]
    public void Load() => _trace = TraceBytes.Load(Stream);

    [Benchmark(Baseline = true)]
    public long TraceEvent()
    {
        long count = 0;
        using MemoryStream bytes = _trace.Open();
        using EventPipeEventSource source = new(bytes);
        source.AllEvents += _ => count++;
        source.Process();
        return Counted(count);
    }

    [Benchmark]
    public long EventBlockReader()
    {
        long count = 0;
        long ticks = 0;
        foreach (ReadOnlyMemory<byte> block in _trace.EventBlocks)
        {
            EventBlockHeader.TryRead(block.Span, out EventBlockHeader header);
            EventBlockReader reader = new(block.Span, header);
            while (reader.MoveNext())
            {
                // Something of each event is used, or the compiler might spare itself the work.
                ticks ^= reader.At.Value + reader.Payload.Length;
                count++;
            }
        }

        return Counted(count) + (ticks & 1);
    }

    private long Counted(long count) => count == _trace.EventCount
        ? count
        : throw new InvalidOperationException($"{count} events were read, and there are {_trace.EventCount}.");
}
