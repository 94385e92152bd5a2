using Contrail.Analysis.Model;
using Contrail.Core.Triggers;

namespace Contrail.Analysis.Trials;

/// <summary>What a file is of which observations were made. Immutable.</summary>
/// <param name="Start">The start of its window, in nanoseconds on the clock of the observations.</param>
/// <param name="End">The end of its window, in the same way.</param>
/// <param name="Signals">The signals that files of its format show.</param>
internal sealed record ObservedFile(long Start, long End, IReadOnlyList<SignalKind> Signals)
{
    /// <summary>The start of its window; null if the time of day is unknown.</summary>
    public DateTime? StartUtc { get; init; }

    /// <summary>The fields that conditions use and that observed events do not have.</summary>
    public IReadOnlyList<MissingField> MissingFields { get; init; } = [];

    /// <summary>The events, counters and providers that conditions name and that the file does not show.</summary>
    public IReadOnlyList<MissingName> MissingNames { get; init; } = [];

    /// <summary>What was recorded; null where files of a format have all that they can show.</summary>
    public TraceCoverage? Coverage { get; init; }

    /// <summary>
    /// Events, or batches of them where a format has such, that a recorder does not observe either: there are too many,
    /// or they are unreadable.
    /// </summary>
    public long MissedCount { get; init; }

    /// <summary>How long its window is; 0 if its clock ran backwards.</summary>
    public TimeSpan Length => OffsetOf(Math.Max(Start, End));

    /// <summary>How long after the start of its window a moment is; negative before it.</summary>
    /// <param name="nanoseconds">The moment, on the clock of the observations.</param>
    public TimeSpan OffsetOf(long nanoseconds)
    {
        // A file declares its moments: two of them can be further apart than the largest number of nanoseconds.
        Int128 untrusted = (Int128)nanoseconds - Start;
        return TimeSpan.FromTicks((long)(untrusted / TimeSpan.NanosecondsPerTick));
    }
}
