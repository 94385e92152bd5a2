using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Core.GoTrace.Wire;

/// <summary>The same moment on three clocks.</summary>
/// <param name="At">On the trace's.</param>
/// <param name="Utc">On the wall.</param>
/// <param name="Nanosecond">Nanoseconds within its second: a date has a precision of only 100 nanoseconds.</param>
/// <param name="Monotonic">On the system's monotonic clock, in nanoseconds.</param>
internal readonly record struct GoClockSnapshot(TraceTicks At, DateTime Utc, int Nanosecond, ulong Monotonic)
{
    /// <summary>The end of the year 9999, the limit of a date.</summary>
    private const ulong MaxSeconds = 253_402_300_799;

    private const ulong MaxNanoseconds = 999_999_999;

    internal static bool TryRead(ref ByteCursor cursor, ulong batchTime, out GoClockSnapshot? snapshot)
    {
        bool read = cursor.TryReadVarUInt64(out ulong delta);
        read &= cursor.TryReadVarUInt64(out ulong monotonic);
        read &= cursor.TryReadVarUInt64(out ulong seconds);
        read &= cursor.TryReadVarUInt64(out ulong nanoseconds);
        read &= seconds <= MaxSeconds && nanoseconds <= MaxNanoseconds;
        TraceTicks at = new(unchecked((long)(batchTime + delta)));
        snapshot = read
            ? new GoClockSnapshot(at, Moment(seconds, nanoseconds), (int)nanoseconds, monotonic)
            : null;
        return read;
    }

    private static DateTime Moment(ulong seconds, ulong nanoseconds) =>
        DateTime.UnixEpoch.AddSeconds(seconds).AddTicks((long)nanoseconds / TimeSpan.NanosecondsPerTick);
}
