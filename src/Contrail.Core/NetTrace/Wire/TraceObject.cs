using System.Buffers.Binary;
using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>The trace object: the start of the recording on two clocks, and the process.</summary>
/// <param name="Utc">When recording began, to the millisecond.</param>
/// <param name="SyncTicks">The same moment on the trace's clock.</param>
/// <param name="TicksPerSecond">The speed of the trace's clock; positive.</param>
/// <param name="PointerBytes">4 or 8.</param>
/// <param name="ProcessId">The process id in its own namespace.</param>
/// <param name="ProcessorCount">Processors the process had.</param>
/// <param name="SamplingNanoseconds">Expected interval between CPU samples.</param>
internal sealed record TraceObject(
    DateTime Utc,
    TraceTicks SyncTicks,
    long TicksPerSecond,
    int PointerBytes,
    int ProcessId,
    int ProcessorCount,
    int SamplingNanoseconds)
{
    /// <summary>A thousand times finer than any known clock; a higher frequency overflows sums of seconds.</summary>
    private const long MaxTicksPerSecond = 1_000_000_000_000;

    /// <summary>Readers accept no earlier year.</summary>
    private static readonly DateTime MinUtc = new(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>
    /// Whether all fields of the time were valid. If not, <see cref="Utc"/> consists of those before the first invalid
    /// one, and only differences of times are right.
    /// </summary>
    public bool IsUtcKnown { get; init; } = true;

    /// <summary>The version of the format: 4 or 6.</summary>
    public int FormatVersion { get; init; } = NetTraceObjects.TraceVersion;

    /// <summary>
    /// Reads the 48 bytes of the object; false if the clock's frequency or the pointer size is impossible. An invalid
    /// time does not prevent reading: events have ticks.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> untrusted, out TraceObject? trace)
    {
        trace = null;
        if (untrusted.Length != NetTraceObjects.TracePayloadBytes)
        {
            return false;
        }

        long ticksPerSecond = BinaryPrimitives.ReadInt64LittleEndian(untrusted[24..]);
        int pointerBytes = BinaryPrimitives.ReadInt32LittleEndian(untrusted[32..]);
        if (ticksPerSecond is <= 0 or > MaxTicksPerSecond || pointerBytes is not (4 or 8))
        {
            return false;
        }

        DateTime utc = ReadUtc(untrusted, out bool isUtcKnown);
        trace = new TraceObject(
            utc,
            new TraceTicks(BinaryPrimitives.ReadInt64LittleEndian(untrusted[16..])),
            ticksPerSecond,
            pointerBytes,
            BinaryPrimitives.ReadInt32LittleEndian(untrusted[36..]),
            BinaryPrimitives.ReadInt32LittleEndian(untrusted[40..]),
            BinaryPrimitives.ReadInt32LittleEndian(untrusted[44..]))
        { IsUtcKnown = isUtcKnown };
        return true;
    }

    /// <summary>
    /// The same trace with another beginning: the last full millisecond not after <paramref name="start"/>. Both clocks
    /// change by the same amount, so every event keeps its UTC time and viewers begin at zero.
    /// </summary>
    public TraceObject Rebase(TraceTicks start)
    {
        // In 128 bits, because a clock may have a fractional number of ticks in a millisecond, and days of it must not
        // drift.
        long minMilliseconds = (long)(MinUtc - Utc).TotalMilliseconds;
        long maxMilliseconds = (long)(DateTime.MaxValue - Utc).TotalMilliseconds;
        Int128 elapsed = (Int128)start.Since(SyncTicks) * 1000;
        Int128 whole = (elapsed < 0 ? elapsed - (TicksPerSecond - 1) : elapsed) / TicksPerSecond;
        long milliseconds = (long)Int128.Clamp(whole, Math.Min(0, minMilliseconds), maxMilliseconds);
        Int128 ticks = (Int128)milliseconds * TicksPerSecond / 1000;
        return this with
        {
            Utc = Utc.AddMilliseconds(milliseconds),
            SyncTicks = new TraceTicks(unchecked(SyncTicks.Value + (long)ticks)),
        };
    }

    /// <summary>
    /// The same trace with another relation of its two clocks, to the millisecond precision of the object.
    /// </summary>
    public TraceObject Synchronize(TraceTicks at, DateTime utc)
    {
        DateTime begin = (this with { Utc = utc, SyncTicks = at }).ToUtc(SyncTicks);
        long wholeTicks = begin.Ticks - (begin.Ticks % TimeSpan.TicksPerMillisecond);
        return this with { Utc = new DateTime(wholeTicks, DateTimeKind.Utc), IsUtcKnown = true };
    }

    /// <summary>
    /// A moment of this trace as UTC, within the range of DateTime. Differences are exact to the 100 nanoseconds; the
    /// absolute time is as precise as <see cref="Utc"/>, to the millisecond.
    /// </summary>
    public DateTime ToUtc(TraceTicks moment)
    {
        // 64 bits of ticks times the ten million of a second need more than 64.
        Int128 since = (Int128)moment.Since(SyncTicks) * TimeSpan.TicksPerSecond / TicksPerSecond;
        Int128 utcTicks = Int128.Clamp(Utc.Ticks + since, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
        return new DateTime((long)utcTicks, DateTimeKind.Utc);
    }

    /// <summary>The moment of this trace at a UTC time, limited to the range of the clock.</summary>
    public TraceTicks FromUtc(DateTime utc)
    {
        Int128 since = (Int128)(utc - Utc).Ticks * TicksPerSecond / TimeSpan.TicksPerSecond;
        return new TraceTicks((long)Int128.Clamp(SyncTicks.Value + since, long.MinValue, long.MaxValue));
    }

    /// <summary>
    /// The last moment of this trace at a time: a time has 100 nanoseconds, and a clock may have many moments in them.
    /// </summary>
    public TraceTicks LastFromUtc(DateTime utc)
    {
        Int128 next = ((Int128)(utc - Utc).Ticks + 1) * TicksPerSecond;
        Int128 since = ((next + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond) - 1;
        return new TraceTicks((long)Int128.Clamp(SyncTicks.Value + since, long.MinValue, long.MaxValue));
    }

    internal void Write(Span<byte> target)
    {
        ReadOnlySpan<short> parts =
        [
            (short)Utc.Year, (short)Utc.Month, (short)Utc.DayOfWeek, (short)Utc.Day,
            (short)Utc.Hour, (short)Utc.Minute, (short)Utc.Second, (short)Utc.Millisecond,
        ];
        for (int index = 0; index < parts.Length; index++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(target[(index * 2)..], parts[index]);
        }

        BinaryPrimitives.WriteInt64LittleEndian(target[16..], SyncTicks.Value);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], TicksPerSecond);
        BinaryPrimitives.WriteInt32LittleEndian(target[32..], PointerBytes);
        BinaryPrimitives.WriteInt32LittleEndian(target[36..], ProcessId);
        BinaryPrimitives.WriteInt32LittleEndian(target[40..], ProcessorCount);
        BinaryPrimitives.WriteInt32LittleEndian(target[44..], SamplingNanoseconds);
    }

    /// <summary>
    /// Reads a time of eight 16-bit numbers: year, month, day of the week, day, hour, minute, second, millisecond.
    /// False if one of them is out of its range.
    /// </summary>
    internal static bool TryReadTime(ReadOnlySpan<byte> untrusted, out DateTime utc)
    {
        const int TimeBytes = 16;
        bool isKnown = untrusted.Length >= TimeBytes;
        utc = isKnown ? ReadUtc(untrusted, out isKnown) : default;
        return isKnown;
    }

    // A field counts only if all before it are valid: year, month, day, hour, minute, second, millisecond.
    private static DateTime ReadUtc(ReadOnlySpan<byte> untrusted, out bool isKnown)
    {
        Span<int> part = stackalloc int[8];
        for (int index = 0; index < part.Length; index++)
        {
            part[index] = BinaryPrimitives.ReadInt16LittleEndian(untrusted[(index * 2)..]);
        }

        isKnown = part[0] is >= 1601 and <= 9000;
        int year = isKnown ? part[0] : DateTime.UnixEpoch.Year;
        int month = Accept(ref isKnown, part[1], 1, 12);
        int day = Accept(ref isKnown, part[3], 1, DateTime.DaysInMonth(year, month));
        int hour = Accept(ref isKnown, part[4], 0, 23);
        int minute = Accept(ref isKnown, part[5], 0, 59);
        int second = Accept(ref isKnown, part[6], 0, 59);
        int millisecond = Accept(ref isKnown, part[7], 0, 999);
        return new DateTime(year, month, day, hour, minute, second, millisecond, DateTimeKind.Utc);
    }

    private static int Accept(ref bool isKnown, int declared, int min, int max)
    {
        isKnown = isKnown && declared >= min && declared <= max;
        return isKnown ? declared : min;
    }
}
