using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Core.GoTrace.Events;

/// <summary>The result of moving a cursor to its next event.</summary>
internal enum CursorStatus
{
    Moved,
    AtEnd,
    Broken,
}

/// <summary>
/// Reads the events of one thread in one generation: its batches in the order of arrival, which is the order of the
/// events on that thread, whatever their times are. Not safe for concurrent use.
/// </summary>
internal sealed class EventCursor(long thread, List<ThreadBatch> batches, GoClock clock)
{
    private int _batchIndex;
    private int _offset;
    private long _lastTime;
    private GoArguments _arguments;

    /// <summary>The thread of the events; -1 for none.</summary>
    public long Thread { get; } = thread;

    /// <summary>The state of the thread, once it has been looked up.</summary>
    public GoThreadState? State { get; set; }

    /// <summary>The event.</summary>
    public GoEventRow Row { get; private set; } = GoEventTable.Of(GoEventId.Sync);

    /// <summary>When it happened, in nanoseconds.</summary>
    public long Time { get; private set; }

    /// <summary>Its numbers.</summary>
    public ref readonly GoArguments Arguments => ref _arguments;

    /// <summary>What was wrong, after <c>Broken</c>.</summary>
    public TraceFault? Fault { get; private set; }

    /// <summary>A number of the event.</summary>
    public ulong Number(int index) => _arguments[index];

    /// <summary>A number of the event that names a goroutine, a proc or a thread.</summary>
    public long Id(int index) => unchecked((long)_arguments[index]);

    /// <summary>Moves to the next event.</summary>
    public CursorStatus MoveNext()
    {
        while (_batchIndex < batches.Count && batches[_batchIndex].Events.Length == _offset)
        {
            _batchIndex++;
            _offset = 0;
            _lastTime = 0;
        }

        if (_batchIndex == batches.Count)
        {
            return CursorStatus.AtEnd;
        }

        ThreadBatch batch = batches[_batchIndex];

        // Go's reader interprets 0 as "not started", also within a batch.
        if (_lastTime == 0)
        {
            _lastTime = clock.ToNanoseconds(batch.Time);
        }

        ByteCursor cursor = new(batch.Events.Span[_offset..]);
        if (!TryRead(ref cursor, out ulong delta))
        {
            return CursorStatus.Broken;
        }

        // Each step is truncated separately, as in Go's reader; wrong times may wrap, as there.
        Time = unchecked(_lastTime + clock.ToNanoseconds(delta));
        _lastTime = Time;
        _offset = batch.Events.Length - cursor.RestBytes;
        return CursorStatus.Moved;
    }

    private bool TryRead(ref ByteCursor cursor, out ulong delta)
    {
        delta = 0;
        cursor.TryReadByte(out byte number);
        GoEventRow? row = GoEventTable.Find(number);
        if (row is not { IsTimed: true })
        {
            return Fail(row is null
                ? $"found invalid event type: {number}"
                : $"found event without a timestamp: type={number}");
        }

        Row = row;
        if (!cursor.TryReadVarUInt64(out delta))
        {
            return Fail("found invalid uvarint for timestamp");
        }

        int count = row.UntimedCount;
        for (int index = 0; index < count; index++)
        {
            if (!cursor.TryReadVarUInt64(out _arguments[index]))
            {
                return Fail($"found invalid uvarint in {row.Name}");
            }
        }

        return true;
    }

    private bool Fail(string detail)
    {
        Fault = RuleFault.Of(detail);
        return false;
    }
}
