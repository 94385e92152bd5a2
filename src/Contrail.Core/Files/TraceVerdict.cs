namespace Contrail.Core.Files;

/// <summary>What came of checking a file.</summary>
internal sealed record TraceVerdict
{
    /// <summary>The format's name and version, such as <c>nettrace 4</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Why it is no such file at all; null if it is one.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether readers open the file and come to its end: it is this format, and nothing is damaged.</summary>
    public bool IsComplete => Refusal is null && DamageCount == 0;

    /// <summary>Bytes that were read.</summary>
    public required long Bytes { get; init; }

    /// <summary>Whole frames among them.</summary>
    public required long Frames { get; init; }

    /// <summary>Whole generations, in formats that have their own; null in others.</summary>
    public long? Generations { get; init; }

    /// <summary>When what is whole begins and ends; null if the file does not contain the wall clock.</summary>
    public (DateTime FirstUtc, DateTime LastUtc)? RangeUtc { get; init; }

    /// <summary>Time from the begin to the end of what is whole; null if unknown.</summary>
    public double? WindowSeconds { get; init; }

    /// <summary>Events that can be read.</summary>
    public required long Events { get; init; }

    /// <summary>Events that a reader counts as lost by the gaps in the numbers.</summary>
    public required long EventsLost { get; init; }

    /// <summary>What was found, in the order of the file; at most a hundred, of notes fifty.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Findings of the grade <see cref="FindingGrade.Damage"/>, those beyond the list too.</summary>
    public required long DamageCount { get; init; }

    /// <summary>Findings of the grade <see cref="FindingGrade.Note"/>, those beyond the list too.</summary>
    public required long NoteCount { get; init; }
}
