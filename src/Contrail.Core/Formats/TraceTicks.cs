namespace Contrail.Core.Formats;

/// <summary>
/// A moment on a trace's clock. Only differences between moments of one trace have a meaning; for a .NET trace made on
/// Linux one tick is a nanosecond of CLOCK_MONOTONIC, the clock of every process on that host.
/// </summary>
/// <param name="Value">Ticks since the clock's arbitrary origin.</param>
internal readonly record struct TraceTicks(long Value) : IComparable<TraceTicks>
{
    /// <summary>Ticks from <paramref name="earlier"/> to this moment; negative if it is later.</summary>
    public long Since(TraceTicks earlier) => unchecked(Value - earlier.Value);

    /// <summary>The moment in nanoseconds since the clock's origin, at most the largest number.</summary>
    /// <param name="ticksPerSecond">The clock's frequency; positive.</param>
    public long Nanoseconds(long ticksPerSecond)
    {
        const long PerSecond = 1_000_000_000;
        return ticksPerSecond == PerSecond
            ? Value
            : (long)Int128.Clamp((Int128)Value * PerSecond / ticksPerSecond, long.MinValue, long.MaxValue);
    }

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
