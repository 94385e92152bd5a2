namespace Contrail.Analysis.Model;

/// <summary>
/// A time in nanoseconds since the start of the trace. Every format's clock is converted to it once, when its events
/// are interpreted; <see cref="TraceExtent"/> relates it to the wall clock.
/// </summary>
/// <param name="Nanoseconds">Nanoseconds since the start of the trace; negative for what happened before it.</param>
internal readonly record struct TraceTime(long Nanoseconds) : IComparable<TraceTime>
{
    /// <summary>A hundred years: no trace lasts so long, and differences of such times fit in 64 bits.</summary>
    public const long MaxNanoseconds = 100L * 365 * 24 * 3600 * 1_000_000_000;

    /// <summary>The start of the trace.</summary>
    public static TraceTime Start => default;

    /// <summary>The time as a <see cref="TimeSpan"/> since the start of the trace.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Nanoseconds / TimeSpan.NanosecondsPerTick);

    /// <summary>
    /// Converts a clock reading. Readings may be any numbers: the result is at most a hundred years from the start.
    /// </summary>
    /// <param name="origin">The clock's reading at the start of the trace.</param>
    /// <param name="reading">The clock's reading.</param>
    /// <param name="ticksPerSecond">The frequency of the clock.</param>
    public static TraceTime Since(long origin, long reading, long ticksPerSecond = 1_000_000_000)
    {
        Int128 ticks = (Int128)reading - origin;
        Int128 nanoseconds = ticksPerSecond == 1_000_000_000 ? ticks : ticks * 1_000_000_000 / ticksPerSecond;
        return new TraceTime((long)Int128.Clamp(nanoseconds, -MaxNanoseconds, MaxNanoseconds));
    }

    /// <summary>The later of two times.</summary>
    public static TraceTime Max(TraceTime left, TraceTime right) => left >= right ? left : right;

    /// <summary>The earlier of two times.</summary>
    public static TraceTime Min(TraceTime left, TraceTime right) => left <= right ? left : right;

    /// <inheritdoc/>
    public int CompareTo(TraceTime other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Whether the first time is before the second.</summary>
    public static bool operator <(TraceTime left, TraceTime right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Whether the first time is after the second.</summary>
    public static bool operator >(TraceTime left, TraceTime right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Whether the first time is not after the second.</summary>
    public static bool operator <=(TraceTime left, TraceTime right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Whether the first time is not before the second.</summary>
    public static bool operator >=(TraceTime left, TraceTime right) => left.Nanoseconds >= right.Nanoseconds;
}
