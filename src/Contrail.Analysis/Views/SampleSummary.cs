namespace Contrail.Analysis.Views;

/// <summary>Where the threads were, by samples of their stacks.</summary>
public sealed record SampleSummary
{
    /// <summary>All samples.</summary>
    public required long Count { get; init; }

    /// <summary>Of these, of threads in managed code; the others were in native code, or waited.</summary>
    public required long ManagedCount { get; init; }

    /// <summary>
    /// The twenty methods in which most of the managed samples were themselves, not in what they called; of the first
    /// million such samples.
    /// </summary>
    public required IReadOnlyList<NamedCount> TopMethods { get; init; }

    /// <summary>Managed samples for which the file has no stack, or no method's name.</summary>
    public required long UnnamedCount { get; init; }
}
