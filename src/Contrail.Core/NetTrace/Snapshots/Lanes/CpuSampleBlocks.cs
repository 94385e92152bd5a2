using Contrail.Core.Bytes;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring.Lanes;

namespace Contrail.Core.NetTrace.Snapshots.Lanes;

/// <summary>
/// Makes the events with which TraceEvent and its peers know samples of threads that used a processor, as recorders of
/// whole machines write them: https://github.com/microsoft/perfview, UniversalProviders.md.
/// </summary>
/// <param name="metadata">The file's metadata rows.</param>
internal sealed class CpuSampleBlocks(MetadataBlockBuilder metadata) : ILaneBlocks
{
    /// <summary>Above the ids that the runtime gives to the stacks of a region: it counts up from 1.</summary>
    private const int FirstStackId = 1 << 27;

    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>A sample counts for milliseconds. More than an hour is no processor time of one.</summary>
    private const long MaxWeightNanoseconds = 3_600_000 * NanosecondsPerMillisecond;

    // Readers have the payload's layout themselves: the format has no type for a number of variable size.
    private static readonly OwnEvent Sample =
        new(UniversalProvider.Events, 1, 1, UniversalProvider.CpuSample, 0, 4, []);

    private readonly EventBlockBuilder _events = new(OwnEvents.SampleCaptureThreadId);
    private readonly StackBlockBuilder _stacks = new();
    private readonly Dictionary<StackKey, int> _stackIds = [];
    private long _restNanoseconds;

    /// <inheritdoc/>
    public void Add(in LaneRecord record)
    {
        if (!CpuSampleRecord.TryRead(record.Bytes.Span, out CpuSampleRecord sample, out ReadOnlySpan<byte> addresses))
        {
            return;
        }

        int stackId = StackIdOf(record.Bytes[^addresses.Length..]);
        Span<byte> payload = stackalloc byte[VarUInt.MaxBytes];
        int payloadBytes = VarUInt.Write(payload, MillisecondsOf(sample.WeightNanoseconds));
        _events.Add(metadata.OwnId(Sample), ThreadOf(sample), record.At, payload[..payloadBytes], stackId);
    }

    /// <inheritdoc/>
    public IEnumerable<(NetTraceFrameKind Kind, ReadOnlyMemory<byte> Payload)> Take()
    {
        _stackIds.Clear();
        foreach (ReadOnlyMemory<byte> block in _stacks.TakeBlocks())
        {
            yield return (NetTraceFrameKind.Stacks, block);
        }

        foreach (ReadOnlyMemory<byte> block in _events.TakeBlocks())
        {
            yield return (NetTraceFrameKind.Events, block);
        }
    }

    private int StackIdOf(ReadOnlyMemory<byte> addresses)
    {
        StackKey key = new(addresses);
        if (!_stackIds.TryGetValue(key, out int id))
        {
            id = FirstStackId + _stackIds.Count;
            _stackIds.Add(key, id);
            _stacks.Add(id, addresses.Span);
        }

        return id;
    }

    // Viewers show the value as milliseconds. What is less than one counts in the next sample: the sum is right.
    private ulong MillisecondsOf(long nanoseconds)
    {
        _restNanoseconds += Math.Clamp(nanoseconds, 0, MaxWeightNanoseconds);
        long milliseconds = _restNanoseconds / NanosecondsPerMillisecond;
        _restNanoseconds -= milliseconds * NanosecondsPerMillisecond;
        return (ulong)milliseconds;
    }

    // The id of a thread that was ending is unknown; its processor time is the process's all the same.
    private static ulong ThreadOf(CpuSampleRecord sample) => (ulong)Math.Max(0, sample.ThreadId);

    private readonly struct StackKey(ReadOnlyMemory<byte> addresses) : IEquatable<StackKey>
    {
        private readonly ReadOnlyMemory<byte> _addresses = addresses;

        public bool Equals(StackKey other) => _addresses.Span.SequenceEqual(other._addresses.Span);

        public override bool Equals(object? obj) => obj is StackKey other && Equals(other);

        public override int GetHashCode()
        {
            HashCode hash = default;
            hash.AddBytes(_addresses.Span);
            return hash.ToHashCode();
        }
    }
}
