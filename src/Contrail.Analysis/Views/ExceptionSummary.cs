namespace Contrail.Analysis.Views;

/// <summary>The exceptions thrown in a window, also those that were caught.</summary>
internal sealed record ExceptionSummary
{
    /// <summary>All of them; one that is thrown again counts again.</summary>
    public required long Count { get; init; }

    /// <summary>The ten most frequent types, of the first 1,000.</summary>
    public required IReadOnlyList<NamedCount> Types { get; init; }

    /// <summary>
    /// The ten most frequent pairs of type and message, of the first 1,000. Messages that differ only in numbers and
    /// ids count as one, in which each of these is a <c>#</c>.
    /// </summary>
    public required IReadOnlyList<ExceptionCount> Messages { get; init; }

    /// <summary>When the first was thrown; null if none was.</summary>
    public required DateTime? FirstUtc { get; init; }

    /// <summary>When the last was thrown; null if none was.</summary>
    public required DateTime? LastUtc { get; init; }
}
