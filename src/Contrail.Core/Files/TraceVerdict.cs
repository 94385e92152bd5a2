using Contrail.Core.Formats;

namespace Contrail.Core.Files;

/// <summary>The result of checking a file.</summary>
internal sealed record TraceVerdict
{
    /// <summary>The format's name and version, for example <c>nettrace 4</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Why the file is not of this format; null if it is.</summary>
    public TraceFault? Refusal { get; init; }

    /// <summary>Whether readers can read the file to its end: it is of this format and undamaged.</summary>
    public bool IsComplete => Refusal is null && DamageCount == 0;

    /// <summary>Bytes that were read.</summary>
    public required long Bytes { get; init; }

    /// <summary>Complete frames.</summary>
    public required long Frames { get; init; }

    /// <summary>Complete generations, in formats that have generations of their own; null in others.</summary>
    public long? Generations { get; init; }

    /// <summary>First and last moment of the complete part; null if the file does not contain the wall clock.</summary>
    public (DateTime FirstUtc, DateTime LastUtc)? RangeUtc { get; init; }

    /// <summary>Duration of the complete part; null if unknown.</summary>
    public double? WindowSeconds { get; init; }

    /// <summary>Events that can be read.</summary>
    public required long Events { get; init; }

    /// <summary>Events that a reader counts as lost by the gaps in the numbers.</summary>
    public required long EventsLost { get; init; }

    /// <summary>The findings, in the order of the file; at most a hundred, of notes fifty.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Findings of the grade <see cref="FindingGrade.Damage"/>, including those beyond the list.</summary>
    public required long DamageCount { get; init; }

    /// <summary>Findings of the grade <see cref="FindingGrade.Note"/>, including those beyond the list.</summary>
    public required long NoteCount { get; init; }
}
