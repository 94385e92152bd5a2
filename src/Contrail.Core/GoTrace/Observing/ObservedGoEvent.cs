using System.Text;
using Contrail.Core.GoTrace.Events;

namespace Contrail.Core.GoTrace.Observing;

/// <summary>An event, where it happened, and the strings that it names. Borrows its cursor.</summary>
/// <param name="cursor">The cursor at the event.</param>
/// <param name="goroutine">The goroutine of its thread before it; -1 if there is none, or it is unknown.</param>
/// <param name="strings">The strings of its generation.</param>
internal readonly ref struct ObservedGoEvent(EventCursor cursor, long goroutine, StringTable strings)
{
    /// <summary>What sort of event it is.</summary>
    public GoEventRow Row => cursor.Row;

    /// <summary>When, in nanoseconds on the trace's clock.</summary>
    public long Nanoseconds => cursor.Time;

    /// <summary>The thread.</summary>
    public long Thread => cursor.Thread;

    /// <summary>The goroutine of the thread before the event; -1 if there is none, or it is unknown.</summary>
    public long Goroutine { get; } = goroutine;

    /// <summary>The goroutine whose state it changes.</summary>
    public long Subject => Row.Subject == GoSubject.OwnGoroutine ? Goroutine : cursor.Id(0);

    /// <summary>A number of the event.</summary>
    public ulong Number(int index) => cursor.Number(index);

    /// <summary>A string that the event names; empty if it is missing.</summary>
    public string Text(int index) =>
        strings.TryGet(cursor.Number(index), out byte[] text) ? Encoding.UTF8.GetString(text) : "";

    /// <summary>The time since a moment; 0 if the clocks of two threads make that negative.</summary>
    public double Since(long nanoseconds) => (double)Int128.Max(0, (Int128)Nanoseconds - nanoseconds);
}
