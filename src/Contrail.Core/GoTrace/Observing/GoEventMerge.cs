using Contrail.Core.GoTrace.Events;

namespace Contrail.Core.GoTrace.Observing;

/// <summary>
/// The events of a generation by time. Events of one thread are in their order; those of two threads, whose clocks can
/// differ slightly, may not be. Not safe for concurrent use.
/// </summary>
internal sealed class GoEventMerge
{
    private readonly PriorityQueue<EventCursor, (long Time, long Index)> _next = new();
    private readonly Dictionary<EventCursor, long> _indexes = new(ReferenceEqualityComparer.Instance);
    private EventCursor? _current;

    /// <param name="generation">The generation, whose bytes are borrowed.</param>
    public GoEventMerge(TappedGeneration generation)
    {
        foreach (ReadOnlyMemory<byte> batch in generation.Strings)
        {
            BrokenCount += Strings.Add(batch.Span) is null ? 0 : 1;
        }

        GoClock clock = new(generation.TicksPerSecond);
        foreach (IGrouping<long, ThreadBatch> thread in
            generation.Events.GroupBy(one => one.Thread, one => one.Batch))
        {
            EventCursor cursor = new(thread.Key, [.. thread], clock);
            _indexes.Add(cursor, _indexes.Count);
            Advance(cursor);
        }
    }

    /// <summary>The strings that its events name.</summary>
    public StringTable Strings { get; } = new();

    /// <summary>Batches of strings, and threads, that cannot be read to their end.</summary>
    public int BrokenCount { get; private set; }

    /// <summary>The event, after <see cref="TryMoveNext"/>.</summary>
    public EventCursor Current => _current!;

    /// <summary>Moves to the next event; false after the last.</summary>
    public bool TryMoveNext()
    {
        if (_current is not null)
        {
            Advance(_current);
        }

        return _next.TryDequeue(out _current, out _);
    }

    private void Advance(EventCursor cursor)
    {
        CursorStatus moved = cursor.MoveNext();
        BrokenCount += moved == CursorStatus.Broken ? 1 : 0;
        if (moved == CursorStatus.Moved)
        {
            _next.Enqueue(cursor, (cursor.Time, _indexes[cursor]));
        }
    }
}
