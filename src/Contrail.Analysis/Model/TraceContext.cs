namespace Contrail.Analysis.Model;

/// <summary>What is known of a trace before its first record.</summary>
/// <param name="Stacks">The stacks to which records refer; filled while the records arrive.</param>
/// <param name="Threads">The threads to which records refer.</param>
/// <param name="Coverage">Which kinds of records were recorded, and when.</param>
internal sealed record TraceContext(StackTable Stacks, ThreadNames Threads, TraceCoverage Coverage)
{
    /// <summary>What is known of the file.</summary>
    public FileDescription File { get; init; } = FileDescription.Unknown;

    /// <summary>
    /// The extent of the trace; null if it is not known before the last record and no sink requires it.
    /// </summary>
    public TraceExtent? Extent { get; init; }

    /// <summary>
    /// When the first figure of the operating system was read: before the start of the trace where figures are kept
    /// longer than events, otherwise the start.
    /// </summary>
    public TraceTime EarliestFigure { get; init; }

    /// <summary>Whether what runs and waits are goroutines, not threads.</summary>
    public bool HasGoroutines { get; init; }

    /// <summary>Nothing is known.</summary>
    public static TraceContext Empty => new(new StackTable(), new ThreadNames(), TraceCoverage.Unknown);
}
