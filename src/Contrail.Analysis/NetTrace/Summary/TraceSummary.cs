using Contrail.Analysis.Findings;
using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Analysis.Views;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Machine;
using Contrail.Core.Formats;

namespace Contrail.Analysis.NetTrace.Summary;

/// <summary>
/// What happened in a trace, on one page. What the window cuts (a collection that ran already when it began, a wait
/// that had no end yet) is marked as such. Immutable; safe from any thread.
/// </summary>
internal sealed record TraceSummary : ITraceSummary
{
    /// <summary>What the file is, and how much is in it.</summary>
    public required TraceFileFacts Facts { get; init; }

    /// <summary>Which sections' events were recorded, and for how long.</summary>
    public required TraceCoverage Coverage { get; init; }

    /// <summary>Where the time of the process went.</summary>
    public required UsedTimes Time { get; init; }

    /// <summary>
    /// Events by provider, the most first, at most 20 providers; without those that a recorder added to the file.
    /// </summary>
    public required IReadOnlyList<ProviderCount> Providers { get; init; }

    /// <summary>Collections and pauses.</summary>
    public required CollectionSummary Collections { get; init; }

    /// <summary>Exceptions.</summary>
    public required ExceptionSummary Exceptions { get; init; }

    /// <summary>Sampled allocations; null if there are none.</summary>
    public required AllocationSummary? Allocations { get; init; }

    /// <summary>Waits for locks.</summary>
    public required ContentionSummary Contention { get; init; }

    /// <summary>Threads and the thread pool.</summary>
    public required ThreadSummary Threads { get; init; }

    /// <summary>The places in the code that the numbers of the sections belong to.</summary>
    public required SummaryPlaces Places { get; init; }

    /// <summary>What was wrong, and what was looked at.</summary>
    public required FindingReport Findings { get; init; }

    /// <summary>CPU samples; null if there are none.</summary>
    public required SampleSummary? Samples { get; init; }

    /// <summary>
    /// Reads a file that can seek, twice. What is held does not grow with the file: at most 1,000 types and 1,000
    /// messages of exceptions, 10,000 threads, half a million events until their order is known, and 64 MiB each of
    /// stacks and of names. False if it is no nettrace stream; <paramref name="fault"/> then contains what it is
    /// instead. What the stream throws passes.
    /// </summary>
    public static bool TryRead(
        Stream stream, out TraceSummary? summary, out TraceFault? fault, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SummaryViews views = new();
        bool isRead = NetTraceModel.TryRead(
            stream, views.Model, out NetTraceIndex? index, out fault, cancellationToken);
        summary = isRead ? views.Conclude(index!) : null;
        return isRead;
    }
}
