namespace Contrail.Core.GoTrace.Events;

/// <summary>
/// Turns a trace's units into nanoseconds, in floating point and cut off towards zero: the same bits that Go's own
/// reader gives, so that times can be compared with what it prints.
/// </summary>
internal readonly struct GoClock
{
    private const double NanosecondsPerSecond = 1e9;

    // The result of an x64 processor for a number that does not fit; only impossible times reach this line.
    private const double TooLarge = 9_223_372_036_854_775_808.0;

    private readonly double _nanosecondsPerUnit;

    public GoClock(long unitsPerSecond) => _nanosecondsPerUnit = 1.0 / (unitsPerSecond / NanosecondsPerSecond);

    public long ToNanoseconds(ulong units)
    {
        double nanoseconds = units * _nanosecondsPerUnit;
        return nanoseconds < TooLarge ? (long)nanoseconds : long.MinValue;
    }
}
