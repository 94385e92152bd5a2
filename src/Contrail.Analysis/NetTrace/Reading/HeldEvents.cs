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
        ReadOnlySpan<byte> payload = current.Payload;
        if (_payloads.Length - _payloadBytes < payload.Length)
        {
            Array.Resize(ref _payloads, Math.Max(_payloads.Length * 2, _payloadBytes + payload.Length));
        }

        payload.CopyTo(_payloads.AsSpan(_payloadBytes));
        bool isAdded = FactsTally.IsAdded(current);
        _entries.Add(new Entry(
            row, current.At, current.ThreadId, current.StackId, isAdded, _payloadBytes, payload.Length));
        _payloadBytes += payload.Length;
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
            visitor.OnEvent(new NetTraceEvent
            {
                Row = entry.Row,
                At = entry.At,
                ThreadId = entry.ThreadId,
                StackId = entry.StackId,
                IsAdded = entry.IsAdded,
                Payload = _payloads.AsSpan(entry.PayloadOffset, entry.PayloadBytes),
            });
            _freeBytes += entry.PayloadBytes;
            entry = entry with { IsPassed = true };
        }

        _entries.RemoveAll(static entry => entry.IsPassed);
        if (_freeBytes >= _payloadBytes / 2)
        {
            CompactPayloads();
        }
    }

    // The events are in the order in which they were added, and so are their payloads: each moves to a lower offset.
    private void CompactPayloads()
    {
        int offset = 0;
        foreach (ref Entry entry in CollectionsMarshal.AsSpan(_entries))
        {
            _payloads.AsSpan(entry.PayloadOffset, entry.PayloadBytes).CopyTo(_payloads.AsSpan(offset));
            entry = entry with { PayloadOffset = offset };
            offset += entry.PayloadBytes;
        }

        _payloadBytes = offset;
        _freeBytes = 0;
    }

    private readonly record struct Entry(
        MetadataRow Row,
        TraceTicks At,
        ulong ThreadId,
        int StackId,
        bool IsAdded,
        int PayloadOffset,
        int PayloadBytes,
        bool IsPassed = false);

    private readonly record struct Key(long At, int Index) : IComparable<Key>
    {
        public int CompareTo(Key other) => At != other.At ? At.CompareTo(other.At) : Index.CompareTo(other.Index);
    }
}
