namespace Contrail.Analysis.Views;

/// <summary>Where the threads were, by samples of their stacks.</summary>
internal sealed record SampleSummary
{
    /// <summary>All samples.</summary>
    public required long Count { get; init; }

    /// <summary>
    /// Of these, of threads in managed code; the others were in native code, or waited. Some runtimes mark no sample as
    /// managed: 0 then.
    /// </summary>
    public required long ManagedCount { get; init; }

    /// <summary>Of these, of threads that used a processor; the methods are those of them alone.</summary>
    public long CpuCount { get; init; }

    /// <summary>
    /// The samples to which the methods belong: the managed ones, or all where the runtime marks none as managed, so
    /// that threads that waited are among them.
    /// </summary>
    public required long ListedCount { get; init; }

    /// <summary>
    /// The twenty methods in which most of the listed samples were themselves, not in what they called; of the first
    /// million samples. The runtime's own poll for a suspension is passed over in favour of its caller.
    /// </summary>
    public required IReadOnlyList<NamedCount> TopMethods { get; init; }

    /// <summary>Listed samples for which the file has no stack, or no method's name.</summary>
    public required long UnnamedCount { get; init; }
}
