namespace Contrail.Core.Triggers;

/// <summary>Describes a signal for the parser, help and documentation. Immutable.</summary>
/// <param name="Kind">The signal.</param>
/// <param name="Name">Its name in expressions.</param>
/// <param name="Unit">The unit of its number.</param>
/// <param name="Subject">What its subject is, one word; empty if it has none.</param>
/// <param name="Meaning">What is observed.</param>
/// <param name="Needs">What the recording has to contain.</param>
/// <param name="Example">A valid expression.</param>
internal sealed record SignalDescription(
    SignalKind Kind, string Name, SignalUnit Unit, string Subject, string Meaning, string Needs, string Example)
{
    /// <summary>The signal whose observations it uses.</summary>
    public SignalKind Observed { get; init; } = Kind;

    /// <summary>The fields besides those of the payload that its conditions can test.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>A subject that matches only where the expression names it.</summary>
    public string OnlyIfNamed { get; init; } = "";

    /// <summary>Whether conditions require a limit.</summary>
    public bool IsLimitRequired { get; init; }

    /// <summary>Whether conditions require a subject.</summary>
    public bool IsSubjectRequired { get; init; }

    /// <summary>Whether observations have fields of a payload.</summary>
    public bool HasPayload { get; init; }
}
