namespace Contrail.Core.Formats;

/// <summary>
/// A moment on a trace's clock. Only differences between moments of one trace have a meaning; for a .NET trace made on
/// Linux one tick is a nanosecond of CLOCK_MONOTONIC, the clock of every process on that host.
/// </summary>
/// <param name="Value">Ticks since the clock's arbitrary origin.</param>
internal readonly record struct TraceTicks(long Value) : IComparable<TraceTicks>
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Ticks from <paramref name="earlier"/> to this moment; negative if it is later.</summary>
    public long Since(TraceTicks earlier) => unchecked(Value - earlier.Value);

    /// <summary>The moment in nanoseconds since the clock's origin, at most the largest number.</summary>
    /// <param name="ticksPerSecond">The clock's frequency; positive.</param>
    public long Nanoseconds(long ticksPerSecond)
    {
        return ticksPerSecond == NanosecondsPerSecond
            ? Value
            : (long)Int128.Clamp(
                (Int128)Value * NanosecondsPerSecond / ticksPerSecond, long.MinValue, long.MaxValue);
    }

    /// <summary>The moment so long after the clock's origin: the inverse of <see cref="Nanoseconds"/>.</summary>
    /// <param name="nanoseconds">The nanoseconds.</param>
    /// <param name="ticksPerSecond">The clock's frequency; positive.</param>
    public static TraceTicks OfNanoseconds(long nanoseconds, long ticksPerSecond) => new((long)Int128.Clamp(
        (Int128)nanoseconds * ticksPerSecond / NanosecondsPerSecond, long.MinValue, long.MaxValue));

    /// <inheritdoc/>
    public int CompareTo(TraceTicks other) => Value.CompareTo(other.Value);

    /// <summary>Whether the first moment is before the second.</summary>
    public static bool operator <(TraceTicks left, TraceTicks right) => left.Value < right.Value;

    /// <summary>Whether the first moment is after the second.</summary>
    public static bool operator >(TraceTicks left, TraceTicks right) => left.Value > right.Value;

    /// <summary>Whether the first moment is not after the second.</summary>
    public static bool operator <=(TraceTicks left, TraceTicks right) => left.Value <= right.Value;

    /// <summary>Whether the first moment is not before the second.</summary>
    public static bool operator >=(TraceTicks left, TraceTicks right) => left.Value >= right.Value;
}
