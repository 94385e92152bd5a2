namespace Contrail.Core.Triggers;

/// <summary>An event, a counter or a provider that a condition names and a stream does not show. Immutable.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Kind">What is missing.</param>
/// <param name="Owner">The provider or meter, as the condition names it; empty for any.</param>
/// <param name="Name">The event or counter, as the condition names it.</param>
internal sealed record MissingName(SignalCondition Condition, MissingNameKind Kind, string Owner, string Name)
{
    /// <summary>For how long it has been looked for, in nanoseconds; null in all of a file.</summary>
    public long? WaitedNanoseconds { get; init; }

    /// <summary>What the stream shows instead: the first names.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>The number of all names that it shows instead, up to a limit.</summary>
    public int KnownCount { get; init; }

    /// <summary>The nearest of these names; null if none is near.</summary>
    public string? Nearest { get; init; }
}
