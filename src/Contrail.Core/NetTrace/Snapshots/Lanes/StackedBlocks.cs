using Contrail.Core.Bytes;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring.Lanes;

namespace Contrail.Core.NetTrace.Snapshots.Lanes;

/// <summary>
/// Makes events with one number and a stack of the records of a lane. Lanes with different first ids can be in one
/// region.
/// </summary>
/// <param name="captureThreadId">The capture thread of the events.</param>
/// <param name="firstStackId">
/// Above the ids that the runtime gives to the stacks of a region: it counts up from 1.
/// </param>
internal sealed class StackedBlocks(ulong captureThreadId, int firstStackId)
{
    private readonly EventBlockBuilder _events = new(captureThreadId);
    private readonly StackBlockBuilder _stacks = new();
    private readonly Dictionary<StackKey, int> _stackIds = [];

    /// <summary>Adds an event of the current region.</summary>
    /// <param name="metadataId">The id of its metadata row.</param>
    /// <param name="record">The record, for its moment and its stack.</param>
    /// <param name="sample">The thread; unknown if it is not positive.</param>
    /// <param name="value">The number.</param>
    public void Add(int metadataId, in LaneRecord record, CpuSampleRecord sample, ulong value)
    {
        int stackId = StackIdOf(record.Bytes[CpuSampleRecord.HeadBytes..]);
        Span<byte> payload = stackalloc byte[VarUInt.MaxBytes];
        int payloadBytes = VarUInt.Write(payload, value);

        // The id of a thread that was ending is unknown; its time is the process's all the same.
        ulong threadId = (ulong)Math.Max(0, sample.ThreadId);
        _events.Add(metadataId, threadId, record.At, payload[..payloadBytes], stackId);
    }

    /// <summary>The blocks of the region, stacks before events; the next record begins another region.</summary>
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
            id = firstStackId + _stackIds.Count;
            _stackIds.Add(key, id);
            _stacks.Add(id, addresses.Span);
        }

        return id;
    }

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
