using System.Runtime.InteropServices;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>Copies of events until they can be passed on in the order of time. Not safe for concurrent use.</summary>
internal sealed class HeldEvents
{
    private const int MaxCount = 500_000;
    private const int MaxPayloadBytes = 64 << 20;

    private readonly List<Entry> _entries = [];
    private readonly List<Key> _order = [];
    private byte[] _payloads = new byte[64 << 10];
    private int _payloadBytes;
    private int _freeBytes;

    /// <summary>Number of events that are held.</summary>
    public int Count => _entries.Count;

    /// <summary>Whether no further event may be added.</summary>
    public bool IsFull => _entries.Count >= MaxCount || _payloadBytes >= MaxPayloadBytes;

    /// <summary>Copies an event.</summary>
    public void Add(MetadataRow row, in EventBlockReader current)
    {
        ReadOnlySpan<byte> activity = current.ActivityId;
        ReadOnlySpan<byte> related = current.RelatedActivityId;
        ReadOnlySpan<byte> payload = current.Payload;
        int allBytes = activity.Length + related.Length + payload.Length;
        if (_payloads.Length - _payloadBytes < allBytes)
        {
            Array.Resize(ref _payloads, Math.Max(_payloads.Length * 2, _payloadBytes + allBytes));
        }

        Span<byte> target = _payloads.AsSpan(_payloadBytes, allBytes);
        activity.CopyTo(target);
        related.CopyTo(target[activity.Length..]);
        payload.CopyTo(target[^payload.Length..]);
        _entries.Add(new Entry(row, current.At, current.ThreadId, current.StackId, allBytes)
        {
            Offset = _payloadBytes,
            ActivityBytes = (byte)activity.Length,
            RelatedBytes = (byte)related.Length,
            ProcessId = current.ProcessId,
            IsAdded = FactsTally.IsAdded(current),
        });
        _payloadBytes += allBytes;
    }

    /// <summary>Passes on all, the earliest first; of equal times, in the order in which they were added.</summary>
    public void PassAll(IOrderedEventVisitor visitor) => Pass(visitor, Sort().Length);

    /// <summary>Passes on those that are not later than a moment.</summary>
    public void PassUntil(TraceTicks moment, IOrderedEventVisitor visitor)
    {
        ReadOnlySpan<Key> order = Sort();
        int count = order.BinarySearch(new Key(moment.Value, int.MaxValue));
        Pass(visitor, count < 0 ? ~count : count);
    }

    /// <summary>Passes on the older half.</summary>
    public void PassOlderHalf(IOrderedEventVisitor visitor) => Pass(visitor, (Sort().Length + 1) / 2);

    private Span<Key> Sort()
    {
        _order.Clear();
        bool isSorted = true;
        foreach (ref readonly Entry entry in CollectionsMarshal.AsSpan(_entries))
        {
            isSorted &= _order.Count == 0 || _order[^1].At <= entry.At.Value;
            _order.Add(new Key(entry.At.Value, _order.Count));
        }

        Span<Key> order = CollectionsMarshal.AsSpan(_order);
        if (!isSorted)
        {
            order.Sort();
        }

        return order;
    }

    private void Pass(IOrderedEventVisitor visitor, int count)
    {
        Span<Entry> entries = CollectionsMarshal.AsSpan(_entries);
        foreach (Key key in CollectionsMarshal.AsSpan(_order)[..count])
        {
            ref Entry entry = ref entries[key.Index];
            visitor.OnEvent(EventOf(entry));
            _freeBytes += entry.AllBytes;
            entry.IsPassed = true;
        }

        if (count == _entries.Count)
        {
            _entries.Clear();
        }
        else
        {
            _entries.RemoveAll(static entry => entry.IsPassed);
        }

        if (_freeBytes >= _payloadBytes / 2)
        {
            CompactPayloads();
        }
    }

    private NetTraceEvent EventOf(in Entry entry)
    {
        ReadOnlySpan<byte> all = _payloads.AsSpan(entry.Offset, entry.AllBytes);
        ReadOnlySpan<byte> related = all.Slice(entry.ActivityBytes, entry.RelatedBytes);
        return new NetTraceEvent
        {
            Row = entry.Row,
            At = entry.At,
            ThreadId = entry.ThreadId,
            ProcessId = entry.ProcessId,
            StackId = entry.StackId,
            IsAdded = entry.IsAdded,
            ActivityId = entry.ActivityBytes == 0 ? default : new Guid(all[..entry.ActivityBytes]),
            RelatedActivityId = related.IsEmpty ? default : new Guid(related),
            Payload = all[(entry.ActivityBytes + entry.RelatedBytes)..],
        };
    }

    // The events are in the order in which they were added, and so are their payloads: each moves to a lower offset.
    private void CompactPayloads()
    {
        int offset = 0;
        foreach (ref Entry entry in CollectionsMarshal.AsSpan(_entries))
        {
            _payloads.AsSpan(entry.Offset, entry.AllBytes).CopyTo(_payloads.AsSpan(offset));
            entry.Offset = offset;
            offset += entry.AllBytes;
        }

        _payloadBytes = offset;
        _freeBytes = 0;
    }

    /// <summary>
    /// The bytes are the ids of activities, if the event has any, and the payload. What changes does so in place: a
    /// copy of the whole for each event was a tenth of the time of a reading.
    /// </summary>
    private struct Entry(MetadataRow row, TraceTicks at, ulong threadId, int stackId, int allBytes)
    {
        public readonly MetadataRow Row => row;

        public readonly TraceTicks At => at;

        public readonly ulong ThreadId => threadId;

        public readonly int StackId => stackId;

        public readonly int AllBytes => allBytes;

        public int Offset { readonly get; set; }

        public int ProcessId { readonly get; init; }

        public byte ActivityBytes { readonly get; init; }

        public byte RelatedBytes { readonly get; init; }

        public bool IsAdded { readonly get; init; }

        public bool IsPassed { readonly get; set; }
    }

    private readonly record struct Key(long At, int Index) : IComparable<Key>
    {
        public int CompareTo(Key other) => At != other.At ? At.CompareTo(other.At) : Index.CompareTo(other.Index);
    }
}
