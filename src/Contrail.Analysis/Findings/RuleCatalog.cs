using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Findings.Rules.Machine;
using Contrail.Analysis.Findings.Rules.Scheduling;

namespace Contrail.Analysis.Findings;

/// <summary>All rules: the only list of them. Immutable; safe from any thread.</summary>
internal static class RuleCatalog
{
    /// <summary>The rules, in the order in which "looked for" lists them.</summary>
    public static IReadOnlyList<FindingRule> All { get; } =
    [
        CrashRule.Rule,
        DeadlockRule.Rule,
        LockConvoyRule.Rule,
        ReaderWriterLockRule.Rule,
        PoolStarvationRule.Rule,
        ExceptionStormRule.Rule,
        InducedCollectionsRule.Rule,
        GcPauseRule.Rule,
        GcLoadRule.Rule,
        LohChurnRule.Rule,
        SlowSuspensionRule.Rule,
        PinnedObjectsRule.Rule,
        ManagedLeakRule.Rule,
        FinalizerBacklogRule.Rule,
        FailureRule.Requests,
        FailureRule.Calls,
        SlowDependencyRule.Rule,
        ConnectionPoolRule.Rule,
        ConnectionSetupRule.Tls,
        ConnectionSetupRule.Dns,
        SlowSqlRule.Rule,
        QueryPerRowRule.Rule,
        SwallowedExceptionsRule.Rule,
        HotMethodRule.Rule,
        HotMethodRule.Timer,
        HotNativeRule.Rule,
        AsyncNotRunningRule.Rule,
        SlowStartRule.Rule,
        JitLoadRule.Rule,
        CpuThrottlingRule.Rule,
        BusyHostRule.Rule,
        NativeLeakRule.Rule,
        SmallIoRule.Rule,
        MemoryLimitRule.Rule,
        MemoryThrottlingRule.Rule,
        MajorFaultsRule.Rule,
        DiskStallRule.Rule,
        ListenOverflowRule.Rule,
        TcpRetransmitsRule.Rule,
        TcpResetsRule.Rule,
        LostEventsRule.Rule,
        ExecutionLeakRule.Rule,
        MutexContentionRule.Rule,
        ChannelBacklogRule.Rule,
        NetworkWaitRule.Rule,
        LongSyscallRule.Rule,
        SchedulerLatencyRule.Rule,
        UnbalancedProcsRule.Rule,
        TimerStormRule.Rule,
        GcAssistRule.Rule,
        StopTheWorldRule.Rule,
    ];
}
