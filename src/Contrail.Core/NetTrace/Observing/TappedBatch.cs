using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>Copied events, up to a limit of their number and bytes. Not thread-safe.</summary>
internal sealed class TappedBatch
{
    /// <summary>A storm of a hundred thousand small events a second is this many between two readings.</summary>
    public const int MaxEvents = 1 << 14;

    /// <summary>Their payloads together.</summary>
    public const int MaxBytes = 1 << 20;

    private readonly List<Entry> _entries = [];
    private byte[] _bytes = [];
    private int _length;

    /// <summary>Number of events.</summary>
    public int Count => _entries.Count;

    /// <summary>An event, in the order in which they were added.</summary>
    public TappedEvent this[int index]
    {
        get
        {
            Entry entry = _entries[index];
            ReadOnlySpan<byte> payload = _bytes.AsSpan(entry.Start, entry.Length);
            return new TappedEvent(entry.Row, entry.ThreadId, entry.At, entry.ActivityId, payload);
        }
    }

    /// <summary>Copies an event; false if it does not fit.</summary>
    public bool TryAdd(MetadataRow row, in EventBlockReader reader)
    {
        ReadOnlySpan<byte> payload = reader.Payload;
        if (_entries.Count == MaxEvents || payload.Length > MaxBytes - _length)
        {
            return false;
        }

        if (payload.Length > _bytes.Length - _length)
        {
            Array.Resize(ref _bytes, Math.Min(MaxBytes, Math.Max(_length + payload.Length, 2 * _bytes.Length)));
        }

        payload.CopyTo(_bytes.AsSpan(_length));
        Guid activityId = reader.ActivityId.IsEmpty ? default : new Guid(reader.ActivityId);
        _entries.Add(new Entry(row, reader.ThreadId, reader.At, activityId, _length, payload.Length));
        _length += payload.Length;
        return true;
    }

    /// <summary>Removes all events and keeps the memory.</summary>
    public void Clear()
    {
        _entries.Clear();
        _length = 0;
    }

    private readonly record struct Entry(
        MetadataRow Row, ulong ThreadId, TraceTicks At, Guid ActivityId, int Start, int Length);
}
