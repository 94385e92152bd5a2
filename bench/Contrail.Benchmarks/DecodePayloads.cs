using BenchmarkDotNet.Attributes;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Benchmarks.Captures;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Wire;
using Microsoft.Diagnostics.Tracing;

namespace Contrail.Benchmarks;

/// <summary>
/// Every event of a file with each field of its payload, and the addresses of its stack. Against TraceEvent's
/// <c>EventPipeEventSource</c> with <c>PayloadValue</c> of each field on the same bytes; it reads no stacks.
/// Budget: 5 M events/s.
/// </summary>
public class DecodePayloads
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
        long used = 0;
        using MemoryStream bytes = _trace.Open();
        using EventPipeEventSource source = new(bytes);
        source.Clr.All += Read;
        source.Dynamic.All += Read;
        source.Process();
        return count + (used & 1);

        void Read(TraceEvent current)
        {
            count++;
            for (int index = 0; index < current.PayloadNames.Length; index++)
            {
                used += current.PayloadValue(index) is null ? 0 : 1;
            }
        }
    }

    [Benchmark]
    public long Contrail()
    {
        using MemoryStream bytes = _trace.Open();
        AllFields fields = new();
        TraceStream.ReadToEnd(bytes, fields, CancellationToken.None);
        return fields.Count == _trace.EventCount
            ? fields.Count + (fields.Used & 1)
            : throw new InvalidOperationException($"{fields.Count} events were read of {_trace.EventCount}.");
    }

    private sealed class AllFields : INetTraceVisitor
    {
        private EventSchemas? _schemas;

        public long Count { get; private set; }

        public long Used { get; private set; }

        public void OnTrace(TraceObject trace) => _schemas = new EventSchemas(trace.PointerBytes);

        public void OnFrame(NetTraceFrameKind kind, ReadOnlySpan<byte> payload)
        {
            if (kind == NetTraceFrameKind.Stacks)
            {
                StackBlockReader stacks = new(payload);
                while (stacks.MoveNext())
                {
                    Used += stacks.Addresses.Length;
                }
            }
        }

        public void OnEvent(MetadataRow row, in EventBlockReader current)
        {
            Count++;
            FieldReader fields = new(_schemas!.Of(row), current.Payload);
            while (fields.MoveNext())
            {
                Used ^= fields.Current.TryNumber(out double value)
                    ? BitConverter.DoubleToInt64Bits(value)
                    : fields.Current.Bytes.Length;
            }
        }
    }
}
