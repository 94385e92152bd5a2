using Contrail.Analysis.Model;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>A garbage collection that has started.</summary>
internal sealed class RunningCollection(
    long number, int? generation, string reason, bool isConcurrent, TraceTime start)
{
    /// <summary>The runtime's number for it.</summary>
    public long Number { get; } = number;

    /// <summary>The oldest generation collected; null for a number that no generation has.</summary>
    public int? Generation { get; } = generation;

    /// <summary>Why it started.</summary>
    public string Reason { get; } = reason;

    /// <summary>Whether it runs in the background.</summary>
    public bool IsConcurrent { get; } = isConcurrent;

    /// <summary>The code that triggered it.</summary>
    public StackId Stack { get; init; }

    /// <summary>Whether code requested it.</summary>
    public bool IsInduced { get; init; }

    /// <summary>When it started.</summary>
    public TraceTime Start { get; } = start;

    /// <summary>When it ended; null while it runs.</summary>
    public TraceTime? End { get; set; }

    /// <summary>The collection as part of a pause.</summary>
    /// <param name="ownNanoseconds">Its own part; null if it did not end during the pause.</param>
    public PauseCollection InPause(long? ownNanoseconds) => new(Number, Generation, IsConcurrent, ownNanoseconds);
}
