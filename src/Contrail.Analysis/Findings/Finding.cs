using Contrail.Analysis.Model;

namespace Contrail.Analysis.Findings;

/// <summary>Something that was wrong in the recorded program: a cause, not a symptom. Immutable; safe from any
/// thread.</summary>
internal sealed record Finding
{
    /// <summary>The rule that found it, by its name.</summary>
    public required string Rule { get; init; }

    /// <summary>What is wrong, in a sentence that names the culprit.</summary>
    public required string Headline { get; init; }

    /// <summary>The method, lock, type, route or host to blame, for people; empty if it is unknown.</summary>
    public required string Culprit { get; init; }

    /// <summary>
    /// What is involved: places in the code, types, locks, hosts. Findings that have one in common can be about one
    /// cause.
    /// </summary>
    public IReadOnlyList<string> Involved { get; init; } = [];

    /// <summary>The place in the code; none if it is unknown, or if the culprit is not code.</summary>
    public StackId Stack { get; init; }

    /// <summary>How much it matters.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>How sure it is.</summary>
    public required FindingConfidence Confidence { get; init; }

    /// <summary>Why it is that sure, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>
    /// For ranking within a severity: about the part of the window, or of the work in it, that it cost. 1 is all.
    /// </summary>
    public required double Impact { get; init; }

    /// <summary>When it happened; null if that is unknown.</summary>
    public TimeRange? Range { get; init; }

    /// <summary>How long one of the calls, lookups or handshakes usually takes or waits; null if unknown.</summary>
    public double? UsualNanoseconds { get; init; }

    /// <summary>
    /// How many times as long any work of the process took because of it; 1 if it takes no processors from it.
    /// </summary>
    public double Slowdown { get; init; } = 1;

    /// <summary>
    /// How many times as long the work was as the least that is found: with a larger slowdown, that is what it is. Null
    /// if it is no work.
    /// </summary>
    public double? Excess { get; init; }

    /// <summary>What changes over time when this begins; null if nothing does.</summary>
    public MeasureKey? Measure { get; init; }

    /// <summary>The figures, the strongest first.</summary>
    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>What to record so that it becomes surer, in a sentence; empty if nothing would.</summary>
    public string Surer { get; init; } = "";

    /// <summary>What to do next, in a sentence.</summary>
    public required string NextStep { get; init; }

    /// <summary>Findings that this one causes: they are not causes of their own.</summary>
    public IReadOnlyList<Finding> Effects { get; init; } = [];
}
