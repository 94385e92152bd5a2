using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Benchmarks.Captures;

/// <summary>
/// A captured stream in memory, in two parts: one that fills the ring, so that it evicts from then on, and one that is
/// measured.
/// </summary>
public sealed class TraceBytes
{
    /// <summary>The limit of the ring in the benchmarks.</summary>
    public const long MaxRingBytes = 64 << 20;

    /// <summary>More than the ring holds: after it, every stored byte evicts another.</summary>
    public const long WarmUpBytes = MaxRingBytes + (16 << 20);

    private readonly byte[] _bytes;
    private readonly int _measuredOffset;

    private TraceBytes(byte[] bytes)
    {
        _bytes = bytes;
        NetTraceSplitter splitter = new();
        int offset = 0;
        while (splitter.Split(bytes.AsSpan(offset), out Frame frame, out _) == SplitStatus.Complete)
        {
            Count(frame, offset);
            splitter.Take(frame);
            offset += frame.WholeBytes;
            _measuredOffset = offset <= WarmUpBytes ? offset : _measuredOffset;
        }
    }

    public ReadOnlyMemory<byte> All => _bytes;

    public MemoryStream Open() => new(_bytes, writable: false);

    public ReadOnlyMemory<byte> WarmUp => _bytes.AsMemory(0, _measuredOffset);

    public ReadOnlyMemory<byte> Measured => _bytes.AsMemory(_measuredOffset);

    /// <summary>The payloads of all event blocks.</summary>
    public List<ReadOnlyMemory<byte>> EventBlocks { get; } = [];

    public long EventCount { get; private set; }

    public long MeasuredEventCount { get; private set; }

    public long MeasuredFrameCount { get; private set; }

    /// <summary>The stream's bytes, recorded first if need be.</summary>
    public static TraceBytes Load(CaptureKind kind)
    {
        CaptureFile.Ensure(kind);
        return new TraceBytes(File.ReadAllBytes(CaptureFile.PathOf(kind)));
    }

    private void Count(in Frame frame, int offset)
    {
        bool measured = offset + frame.WholeBytes > WarmUpBytes;
        MeasuredFrameCount += measured ? 1 : 0;
        if ((NetTraceFrameKind)frame.Kind != NetTraceFrameKind.Events)
        {
            return;
        }

        // Between payload and end of the frame there is one byte, its end tag.
        int payloadOffset = offset + frame.WholeBytes - 1 - frame.Payload.Length;
        EventBlocks.Add(_bytes.AsMemory(payloadOffset, frame.Payload.Length));
        long count = EventCountOf(frame.Payload);
        EventCount += count;
        MeasuredEventCount += measured ? count : 0;
    }

    private static long EventCountOf(ReadOnlySpan<byte> block)
    {
        long count = 0;
        EventBlockHeader.TryRead(block, out EventBlockHeader header);
        EventBlockReader reader = new(block, header);
        while (reader.MoveNext())
        {
            count++;
        }

        return count;
    }
}
