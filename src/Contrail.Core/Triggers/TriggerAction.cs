namespace Contrail.Core.Triggers;

/// <summary>An action of a rule. Immutable.</summary>
/// <param name="Kind">What is done.</param>
internal sealed record TriggerAction(TriggerActionKind Kind)
{
    /// <summary>The default of <see cref="TimeoutNanoseconds"/>: 10 seconds.</summary>
    public const long DefaultTimeoutNanoseconds = 10_000_000_000;

    /// <summary>The program and its arguments, for <see cref="TriggerActionKind.Run"/>.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>An absolute http or https URL, for <see cref="TriggerActionKind.Webhook"/>.</summary>
    public string Url { get; init; } = "";

    /// <summary>How long it may take.</summary>
    public long TimeoutNanoseconds { get; init; } = DefaultTimeoutNanoseconds;
}
