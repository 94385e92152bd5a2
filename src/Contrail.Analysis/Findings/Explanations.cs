using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Findings;

/// <summary>
/// Which cause explains which other finding. The only table of it: a rule does not know other rules. It has no circle.
/// </summary>
internal static class Explanations
{
    private const double SameLength = 0.5;
    private const double LongNanoseconds = 2e9;

    private static readonly (string Cause, string Effect, Relation Relation)[] Table =
    [
        ("deadlock", "lock-convoy", Relation.Common),
        ("deadlock", "pool-starvation", Relation.Window),
        ("lock-convoy", "pool-starvation", Relation.Common),
        ("hot-method", "lock-convoy", Relation.Common),
        ("hot-method", "mutex-contention", Relation.Common),
        ("reader-writer-lock", "pool-starvation", Relation.Common),
        ("induced-collections", "long-gc-pause", Relation.Common),
        ("induced-collections", "gc-load", Relation.Common),
        ("loh-churn", "long-gc-pause", Relation.Common),
        ("loh-churn", "gc-load", Relation.Common),
        ("gc-load", "long-gc-pause", Relation.Window),
        ("connection-pool-exhausted", "slow-dependency", Relation.Common),
        ("connection-pool-exhausted", "failed-calls", Relation.CommonAndAsLong),
        ("slow-dependency", "failed-calls", Relation.CommonAndAsLong),
        ("slow-dns", "failed-calls", Relation.HostAndAsLong),
        ("slow-tls", "failed-calls", Relation.HostAndAsLong),
        ("slow-dns", "slow-dependency", Relation.Host),
        ("slow-tls", "slow-dependency", Relation.Host),
        ("query-per-row", "slow-sql", Relation.Common),
        ("slow-start", "jit-load", Relation.Common),
        ("swallowed-exceptions", "exception-storm", Relation.Common),
        ("failed-calls", "failed-requests", Relation.Common),
        ("hot-method", "pool-starvation", Relation.UnknownCode),
        ("hot-native", "pool-starvation", Relation.UnknownCode),
        ("slow-sql", "pool-starvation", Relation.UnknownCode),
        ("query-per-row", "pool-starvation", Relation.UnknownCode),
        ("goroutine-leak", "channel-backlog", Relation.Common),
        ("long-syscall", "mutex-contention", Relation.Common),
        ("network-wait", "mutex-contention", Relation.Common),
        ("channel-backlog", "mutex-contention", Relation.Common),
        ("cpu-throttling", "long-gc-pause", Relation.Slowed),
        ("busy-host", "long-gc-pause", Relation.Slowed),
        ("cpu-throttling", "gc-load", Relation.Slowed),
        ("busy-host", "gc-load", Relation.Slowed),
        ("cpu-throttling", "slow-suspension", Relation.Window),
        ("busy-host", "slow-suspension", Relation.Window),
        ("major-faults", "slow-suspension", Relation.Window),
        ("cpu-throttling", "pool-starvation", Relation.UnknownCode),
        ("busy-host", "pool-starvation", Relation.UnknownCode),
        ("native-leak", "memory-limit", Relation.Window),
        ("managed-leak", "memory-limit", Relation.Window),
        ("memory-limit", "major-faults", Relation.Window),
        ("native-leak", "memory-throttling", Relation.Window),
        ("managed-leak", "memory-throttling", Relation.Window),
        ("memory-throttling", "major-faults", Relation.Window),
        ("memory-throttling", "slow-suspension", Relation.Window),
        ("memory-throttling", "pool-starvation", Relation.UnknownCode),
        ("disk-stall", "pool-starvation", Relation.UnknownCode),
        ("pool-starvation", "listen-overflow", Relation.Window),
        ("cpu-throttling", "listen-overflow", Relation.Window),
        ("busy-host", "listen-overflow", Relation.Window),
        ("listen-overflow", "tcp-retransmits", Relation.Window),
        ("timer-storm", "scheduler-latency", Relation.Common),
        ("gc-assist", "scheduler-latency", Relation.Common),
    ];

    // A starved pool continues what follows a call late, and a service that is slow starves a pool that waits for it.
    private static readonly (string Cause, string Other)[] Doubts =
    [
        ("pool-starvation", "slow-dependency"),
        ("pool-starvation", "connection-pool-exhausted"),
    ];

    /// <summary>Whether the findings of a rule can fit as the cause of others.</summary>
    public static bool IsDoubt(string rule) => Doubts.Any(row => row.Cause == rule);

    /// <summary>Whether the findings of one rule can be causes of those of another.</summary>
    public static bool CanExplain(string cause, string effect) =>
        Table.Any(row => row.Cause == cause && row.Effect == effect);

    /// <summary>Whether another finding fits as the cause of one, and the trace does not contain which it is.</summary>
    public static bool MakesDoubtful(Finding cause, Finding other) => cause.Severity > FindingSeverity.Info
        && Overlap(cause.Range, other.Range)
        && Doubts.Any(row => row.Cause == cause.Rule && row.Other == other.Rule);

    /// <summary>Whether one finding is the cause of another.</summary>
    public static bool Explains(Finding cause, Finding effect) => cause.Severity > FindingSeverity.Info
        && Overlap(cause.Range, effect.Range)
        && Table.Any(row => row.Cause == cause.Rule && row.Effect == effect.Rule && row.Relation switch
        {
            Relation.Common => HaveCommon(cause, effect),
            Relation.CommonAndAsLong => HaveCommon(cause, effect) && IsAsLong(cause, effect),
            Relation.Host => HaveHost(cause, effect),
            Relation.HostAndAsLong => HaveHost(cause, effect) && IsAsLong(cause, effect),
            Relation.Slowed => effect.Excess < cause.Slowdown,
            Relation.UnknownCode => effect.Culprit.Length == 0,
            _ => true,
        });

    private static bool HaveCommon(Finding cause, Finding effect) => cause.Involved.Intersect(effect.Involved).Any();

    private static bool HaveHost(Finding cause, Finding effect) => effect.Involved.Any(one =>
        SpanRows.HostOf(one).Equals(cause.Culprit, StringComparison.OrdinalIgnoreCase));

    // What fails at once, as a refused connection does, has not waited for the cause. A time limit may be shorter than
    // what it ends.
    private static bool IsAsLong(Finding cause, Finding effect) =>
        cause.UsualNanoseconds is { } one && effect.UsualNanoseconds >= SameLength * Math.Min(one, LongNanoseconds);

    private static bool Overlap(TimeRange? cause, TimeRange? effect) =>
        cause is not { } left || effect is not { } right || (left.Start <= right.End && right.Start <= left.End);

    private enum Relation
    {
        /// <summary>Both are in one window.</summary>
        Window,

        /// <summary>Both involve the same place, type, lock or host.</summary>
        Common,

        /// <summary>Both involve the same host and port, and the effect lasts about as long as the cause.</summary>
        CommonAndAsLong,

        /// <summary>The effect involves the host of the cause, with any port.</summary>
        Host,

        /// <summary>
        /// The effect involves the host of the cause, with any port, and lasts about as long as the cause.
        /// </summary>
        HostAndAsLong,

        /// <summary>Both are in one window, and without the cause the effect would not have been found.</summary>
        Slowed,

        /// <summary>Both are in one window, and no code is known for the effect.</summary>
        UnknownCode,
    }
}
