namespace Contrail.Core.Ring;

/// <summary>What a recording may hold.</summary>
/// <param name="Period">How far back history must reach at least, memory allowing.</param>
/// <param name="BytesMax">The most memory for everything that is kept of the source.</param>
public sealed record RecordingLimits(TimeSpan Period, long BytesMax)
{
    /// <summary>
    /// A limit under this asks for the newest generation and no more; then that one may be as large as
    /// <see cref="NewestOnlyBytesMax"/>.
    /// </summary>
    private const long SensibleBytesMin = 1 << 20;

    /// <summary>Some seconds of the busiest Go service.</summary>
    private const long NewestOnlyBytesMax = 64 << 20;

    /// <summary>Which generations are kept.</summary>
    public RetentionRule Rule { get; init; }

    /// <summary>What one generation may take that is larger than the limit: the format decides where it ends.</summary>
    public long OneGenerationBytesMax =>
        BytesMax < SensibleBytesMin ? NewestOnlyBytesMax : Math.Min(BytesMax, long.MaxValue / 2) * 2;

    /// <summary>Small enough that two half-empty ones do not matter, large enough for several frames.</summary>
    internal int SegmentBytes => (int)Math.Clamp(RoundDownToPowerOfTwo(BytesMax / 16), 256 << 10, 1 << 20);

    /// <summary>One-time events take at most this of the whole.</summary>
    public long OnceBytesMax => Math.Max(64 << 10, BytesMax / 16);

    /// <summary>Symbols take at most a quarter of the whole.</summary>
    public long SymbolBytesMax => BytesMax / 4;

    private static long RoundDownToPowerOfTwo(long value) =>
        value <= 0 ? 0 : 1L << (63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)value));
}
