using Contrail.Core.Triggers;

namespace Contrail.Benchmarks.Triggers;

/// <summary>The rules to measure with. No snapshot is taken of them.</summary>
internal static class RuleSets
{
    private static readonly string[] OnRuntime =
    [
        "gc-pause>1s", "gc-pause p99>900ms in 1m", "gc-pause worst in 1h", "gen2 rate>10000/s",
        "induced-gc count>=10000 in 1m", "suspension>1s", "exception:System.TimeoutException",
        "exception rate>10000/s", "exception message~\"pool.*exhausted\"",
        "exception:System.FormatException count>=10000 in 10s", "contention>10s", "contention p99>10s in 1m",
        "starvation", "counter:System.Runtime/cpu-usage>90 for 30s", "request p99>5s in 1m", "log:Shop.* level>=error",
        "silence>10s", "lag>2s", "unhandled-exception", "gc-pause>200ms and (exception rate>10000/s) in 10s",
    ];

    // The event that is 79 % of the mixed stream. Half of the rules pair it by one of its fields.
    private static readonly string[] OnMostFrequent =
    [
        .. Enumerable.Range(1, 10).Select(number =>
            $"event:Contrail-Target-Work/Done payload.round>{number}00000000"),
        .. Enumerable.Range(1, 10).Select(number =>
            $"pair:Contrail-Target-Work/Done..Stopped by payload.round >{number}s"),
    ];

    /// <summary>What is compared, with the rules; the first, which has no tap at all, is what the others are compared
    /// with.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<TriggerRule>? Rules)> All { get; } =
    [
        ("no tap", null),
        ("0 rules", []),
        ("1 rule", Parse(OnRuntime[..1])),
        ("20 rules on the runtime's events", Parse(OnRuntime)),
        ("20 rules on the most frequent event", Parse(OnMostFrequent)),
    ];

    private static TriggerRule[] Parse(IEnumerable<string> expressions) =>
    [
        .. expressions.SelectMany(expression =>
            TriggerRules.Parse(expression, out TriggerError? error) is { Count: > 0 } rules
                ? rules
                : throw new FormatException($"{expression}: {error}")),
    ];
}
