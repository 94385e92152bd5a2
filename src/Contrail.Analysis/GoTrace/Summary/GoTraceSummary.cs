using Contrail.Analysis.Findings;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views;
using Contrail.Analysis.Views.Catalog;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Wire;

namespace Contrail.Analysis.GoTrace.Summary;

/// <summary>What happened in a Go trace, on one page. Immutable; safe from any thread.</summary>
internal sealed record GoTraceSummary : ITraceSummary
{
    /// <summary>The version of the format.</summary>
    public required GoTraceVersion Version { get; init; }

    /// <summary>From the first event to the last, without what is missing in between.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>When it began, on the wall clock; null before version 1.25.</summary>
    public required DateTime? FirstUtc { get; init; }

    /// <summary>When it ended, on the wall clock; null before version 1.25.</summary>
    public required DateTime? LastUtc { get; init; }

    /// <summary>Events, without those that mark generations apart.</summary>
    public required long EventCount { get; init; }

    /// <summary>Generations that were read to their end.</summary>
    public required int GenerationCount { get; init; }

    /// <summary>How many goroutines there were.</summary>
    public required int GoroutineCount { get; init; }

    /// <summary>Goroutines by their first function; those first that ran longest.</summary>
    public required IReadOnlyList<ExecutionGroup> Goroutines { get; init; }

    /// <summary>How many collections marked.</summary>
    public required int CollectionCount { get; init; }

    /// <summary>How long they marked, while the program ran.</summary>
    public required TimeSpan Collecting { get; init; }

    /// <summary>Stop-the-world pauses by their reason.</summary>
    public required IReadOnlyList<TimeByName> Stops { get; init; }

    /// <summary>The longest stops.</summary>
    public required IReadOnlyList<(string Name, TimeSpan Offset, TimeSpan Length)> LongestStops { get; init; }

    /// <summary>Procs, the busiest first.</summary>
    public required IReadOnlyList<(long Proc, TimeSpan Used)> Procs { get; init; }

    /// <summary>Tasks that began and ended.</summary>
    public required IReadOnlyList<TimeByName> Tasks { get; init; }

    /// <summary>Tasks that had not ended.</summary>
    public required int OpenTaskCount { get; init; }

    /// <summary>Regions that began and ended.</summary>
    public required IReadOnlyList<TimeByName> Regions { get; init; }

    /// <summary>Messages that the program logged.</summary>
    public required long LogCount { get; init; }

    /// <summary>CPU samples.</summary>
    public required long SampleCount { get; init; }

    /// <summary>The places in the code that the numbers of the sections belong to.</summary>
    public required SummaryPlaces Places { get; init; }

    /// <summary>What was wrong, and what was looked at.</summary>
    public required FindingReport Findings { get; init; }

    /// <summary>How often generations are missing.</summary>
    public required int GapCount { get; init; }

    /// <summary>The first that are missing, at most 100.</summary>
    public required IReadOnlyList<GenerationGap> Gaps { get; init; }

    /// <summary>Why it was read no further; null if the trace is complete.</summary>
    public required TraceFault? Fault { get; init; }

    /// <summary>To which byte it is known to be good.</summary>
    public required long GoodBytes { get; init; }

    /// <summary>
    /// Reads a stream from its start to its end, in one pass, one generation at a time. Returns false if it is not a
    /// readable Go trace; <paramref name="fault"/> then contains the reason. Exceptions of the stream are not caught.
    /// </summary>
    public static bool TryRead(
        Stream stream,
        SnapshotManifest? manifest,
        out GoTraceSummary? summary,
        out TraceFault? fault,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        GoSummaryTally tally = new(GoTraceModel.Describe(manifest));
        GoTraceReader reader = GoTraceModel.ReadToEnd(stream, tally, cancellationToken);
        summary = reader.Offset > 0 ? tally.Conclude(reader) : null;
        fault = reader.Fault;
        return summary is not null;
    }
}
