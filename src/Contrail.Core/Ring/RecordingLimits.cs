namespace Contrail.Core.Ring;

/// <summary>What a recording may hold.</summary>
/// <param name="Period">Minimum length of history, if memory allows.</param>
/// <param name="MaxBytes">Maximum memory for everything that is kept of the source.</param>
internal sealed record RecordingLimits(TimeSpan Period, long MaxBytes)
{
    /// <summary>Minimum length of the operating system's figures; null for the period of the events.</summary>
    public TimeSpan? FiguresPeriod { get; init; }

    /// <summary>
    /// A limit below this keeps only the newest generation, which may then be as large as
    /// <see cref="MaxNewestOnlyBytes"/>.
    /// </summary>
    private const long MinSensibleBytes = 1 << 20;

    /// <summary>Room for several frames; recordings that share a memory limit have no larger ones.</summary>
    internal const int MinSegmentBytes = 256 << 10;

    private const long CarriedBytesFloor = 4 << 20;

    /// <summary>Room for some seconds of the busiest Go service.</summary>
    private const long MaxNewestOnlyBytes = 64 << 20;

    /// <summary>
    /// Maximum size of one generation that is larger than the limit: the format decides where it ends.
    /// </summary>
    public long MaxOneGenerationBytes =>
        MaxBytes < MinSensibleBytes ? MaxNewestOnlyBytes : Math.Min(MaxBytes, long.MaxValue / 2) * 2;

    /// <summary>Small enough that two half-empty ones do not matter, large enough for several frames.</summary>
    internal int SegmentBytes => (int)Math.Clamp(RoundDownToPowerOfTwo(MaxBytes / 16), MinSegmentBytes, 1 << 20);

    /// <summary>
    /// What a format carries in addition to its generations cannot be evicted. It may take the full limit, or some MiB
    /// where the limit is smaller than what any stream needs.
    /// </summary>
    public long MaxCarriedBytes => Math.Max(MaxBytes, CarriedBytesFloor);

    /// <summary>
    /// Maximum size of the generations where a stream shares so much between them that evicting them frees nothing: the
    /// runtime writes up to 10 MiB between two sequence points, all with stacks.
    /// </summary>
    internal long MaxLoneBytes => Math.Min(MaxCarriedBytes, long.MaxValue / 2) * 2;

    /// <summary>Maximum share of one-time events in the limit.</summary>
    public long MaxRetainedBytes => Math.Max(64 << 10, MaxBytes / 16);

    /// <summary>
    /// Symbols take at most a quarter of the limit, and 32 MiB, about 350,000 methods. The stream of names waits while
    /// room is made; in a table of 64 MiB that took 0.7 s.
    /// </summary>
    public long MaxSymbolBytes => Math.Min(MaxBytes / 4, 32 << 20);

    /// <summary>
    /// Maximum of one lane: ten minutes of samples of two processors in the memory of a recording of 64 MiB.
    /// </summary>
    internal long MaxLaneBytes => Math.Max(2 * SegmentBytes, MaxBytes / 8);

    /// <summary>
    /// Maximum of what is borrowed to fill lanes: a burst reads rings of 4 MiB for each of two processors in the memory
    /// of a recording of 64 MiB.
    /// </summary>
    internal long MaxBorrowedBytes => MaxBytes / 4;

    private static long RoundDownToPowerOfTwo(long value) =>
        value <= 0 ? 0 : 1L << (63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)value));
}
