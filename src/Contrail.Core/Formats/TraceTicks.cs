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
