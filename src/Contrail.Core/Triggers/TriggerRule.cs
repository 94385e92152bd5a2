namespace Contrail.Core.Triggers;

/// <summary>When to take a snapshot, how often at most, and what else to do. Immutable.</summary>
/// <param name="Name">The name, unique in its set.</param>
/// <param name="On">The condition.</param>
internal sealed record TriggerRule(string Name, Condition On)
{
    /// <summary>The default of <see cref="CooldownNanoseconds"/>: a minute.</summary>
    public const long DefaultCooldownNanoseconds = 60_000_000_000;

    /// <summary>The default of <see cref="MaxPerDay"/>.</summary>
    public const int DefaultMaxPerDay = 10;

    /// <summary>Whether it is one of the default set, which is used as far as a source shows its signals.</summary>
    public bool IsDefault { get; init; }

    /// <summary>The time after a firing in which it does not fire again.</summary>
    public long CooldownNanoseconds { get; init; } = DefaultCooldownNanoseconds;

    /// <summary>How often it fires within an hour at most; null for no limit.</summary>
    public int? MaxPerHour { get; init; }

    /// <summary>How often it fires within 24 hours at most; null for no limit.</summary>
    public int? MaxPerDay { get; init; } = DefaultMaxPerDay;

    /// <summary>How long recording continues before the snapshot is cut.</summary>
    public long AfterNanoseconds { get; init; }

    /// <summary>What is done in addition to the snapshot.</summary>
    public IReadOnlyList<TriggerAction> Actions { get; init; } = [];
}
