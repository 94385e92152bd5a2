using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Analysis.Model;

/// <summary>
/// Figures that were read together, about one thing: the process, a busy thread, a control group, the machine, the
/// network or the runtime. All readings of a turn have the same time.
/// </summary>
/// <param name="Time">When they were read.</param>
/// <param name="Event">What they are about, and the columns.</param>
/// <param name="ExecutionId">The thread that they are about; 0 if they are about no thread.</param>
/// <param name="Subject">The name of the thread or the path of the control group; empty for others.</param>
/// <param name="Values">The figures as they were read, in the order of the columns.</param>
internal readonly record struct FigureReading(
    TraceTime Time, FigureEvent Event, long ExecutionId, string Subject, ReadOnlyMemory<long> Values)
{
    /// <summary>Whether it is from before the window, and kept longer than the events of the window.</summary>
    public bool IsEarlier { get; init; }

    /// <summary>A figure by the index of its column; null if it is unknown, which is not zero.</summary>
    public long? this[int columnIndex] => Values.Span[columnIndex] is >= 0 and var value ? value : null;

    /// <summary>
    /// How long the time before the reading is that figures of <see cref="FigureCourse.Interval"/> are about, in
    /// nanoseconds; null if the event has no such figures.
    /// </summary>
    public long? IntervalNanoseconds => Event.IntervalIndex is { } index ? this[index] : null;

    /// <summary>A figure by the name of its column; null if it is unknown.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public long? this[string columnName] => this[Event.IndexOf(columnName)];
}
