namespace Contrail.Analysis.Views;

/// <summary>
/// For each section of a summary, whether its events were recorded. Without this a count of 0 is no statement about the
/// process.
/// </summary>
internal sealed record SummaryCoverage
{
    /// <summary>Collections and pauses.</summary>
    public required SectionCoverage Collections { get; init; }

    /// <summary>Exceptions.</summary>
    public required SectionCoverage Exceptions { get; init; }

    /// <summary>Waits for locks.</summary>
    public required SectionCoverage Contention { get; init; }

    /// <summary>Adjustments of the thread pool.</summary>
    public required SectionCoverage ThreadPool { get; init; }

    /// <summary>Samples of allocations.</summary>
    public required SectionCoverage Allocations { get; init; }

    /// <summary>CPU samples.</summary>
    public required SectionCoverage Samples { get; init; }
}
