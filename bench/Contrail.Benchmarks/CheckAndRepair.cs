using System.Buffers;
using BenchmarkDotNet.Attributes;
using Contrail.Benchmarks.Captures;
using Contrail.Core.Files;
using Contrail.Core.NetTrace.Files;
using Microsoft.Diagnostics.Tracing;

namespace Contrail.Benchmarks;

/// <summary>
/// A whole file checked, and repaired. Against TraceEvent's <c>EventPipeEventSource</c>, which reads the same bytes,
/// and <c>memcpy</c>.
/// </summary>
public class CheckAndRepair
{
    private readonly RepairTarget _target = new();
    private TraceBytes _trace = null!;
    private byte[] _copy = [];

    [Params(CaptureKind.Mixed, CaptureKind.Flood)]
    public CaptureKind Stream { get; set; }

    [GlobalSetup]
    public void Load()
    {
        _trace = TraceBytes.Load(Stream);
        _copy = new byte[_trace.All.Length];
    }

    [Benchmark(Baseline = true)]
    public long TraceEvent()
    {
        long count = 0;
        using MemoryStream bytes = _trace.Open();
        using EventPipeEventSource source = new(bytes);
        source.AllEvents += _ => count++;
        source.Process();
        return count;
    }

    [Benchmark]
    public int Memcpy()
    {
        _trace.All.Span.CopyTo(_copy);
        return _copy.Length;
    }

    [Benchmark]
    public long Verify()
    {
        NetTraceVerifier verifier = new();
        Feed(verifier);
        return verifier.Conclude().Events;
    }

    [Benchmark]
    public long Repair()
    {
        NetTraceRepairer repairer = new(_target, fault => $"{fault}");
        Feed(repairer);
        return repairer.Conclude().Events ?? 0;
    }

    private void Feed(ITraceIntake intake)
    {
        using MemoryStream bytes = _trace.Open();
        int readBytes;
        while ((readBytes = bytes.Read(intake.Room())) > 0)
        {
            intake.Advance(readBytes);
        }
    }

    /// <summary>Simulates a file: what is written is copied once and discarded.</summary>
    private sealed class RepairTarget : IBufferWriter<byte>
    {
        private readonly byte[] _bytes = new byte[1 << 20];

        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => _bytes;

        public Span<byte> GetSpan(int sizeHint = 0) => _bytes;
    }
}
