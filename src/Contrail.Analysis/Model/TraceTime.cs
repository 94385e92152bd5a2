namespace Contrail.Analysis.Model;

/// <summary>
/// A time in nanoseconds since the start of the trace. Every format's clock is converted to it once, when its events
/// are interpreted.
/// </summary>
/// <param name="Nanoseconds">Nanoseconds since the start of the trace, never negative.</param>
internal readonly record struct TraceTime(long Nanoseconds)
{
    /// <summary>
    /// Converts a clock reading in nanoseconds. A reading before the origin is the start of the trace; a difference
    /// that is too large for 64 bits is the maximum.
    /// </summary>
    public static TraceTime Since(long origin, long reading) => new(
        reading <= origin ? 0 : (long)Math.Min(unchecked((ulong)reading - (ulong)origin), long.MaxValue));
}
