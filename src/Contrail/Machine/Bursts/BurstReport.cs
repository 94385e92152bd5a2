using System.Globalization;

namespace Contrail.Machine.Bursts;

/// <summary>Reports what a burst recorded, in words.</summary>
internal static class BurstReport
{
    /// <summary>Samples are taken all the time.</summary>
    public static CpuBurst NotNeeded { get; } =
        new() { Because = "not needed: the processors are sampled all the time" };

    /// <summary>A burst that an exception ended.</summary>
    public static CpuBurst Of(Exception failure) => new() { Because = $"it ended after {failure.GetType().Name}" };

    /// <summary>A burst.</summary>
    /// <param name="outcome">What it recorded.</param>
    /// <param name="plan">What was requested.</param>
    /// <param name="lasted">How long it took.</param>
    public static CpuBurst Of(in BurstOutcome outcome, BurstPlan plan, TimeSpan lasted)
    {
        bool isTaken = outcome.Status.State == SamplingState.Open;
        return new CpuBurst
        {
            Duration = isTaken ? lasted : TimeSpan.Zero,
            SamplesPerSecond = isTaken ? plan.Hertz : 0,
            HasOffCpu = outcome.Switches is { State: SamplingState.Open },
            ThreadCount = outcome.ThreadCount,
            SkippedThreadCount = outcome.SkippedThreadCount,
            MemoryBytes = outcome.MemoryBytes,
            Because = Because(outcome),
        };
    }

    /// <summary>The line of a manifest.</summary>
    public static string Line(CpuBurst burst)
    {
        string what = burst.Duration == TimeSpan.Zero ? "none" : string.Create(
            CultureInfo.InvariantCulture,
            $"{burst.Duration.TotalSeconds:0.0} s, {Contents(burst)} of {burst.ThreadCount} threads");
        return burst.Because is { } because ? $"burst: {what}, {because}" : $"burst: {what}";
    }

    private static string Contents(CpuBurst burst) => (burst.SamplesPerSecond, burst.HasOffCpu) switch
    {
        (0, _) => "times off the processors",
        (var rate, true) => $"{rate} samples per second and times off the processors",
        (var rate, false) => $"{rate} samples per second",
    };

    private static string? Because(in BurstOutcome outcome)
    {
        if (outcome.Status.State != SamplingState.Open)
        {
            return Reason(outcome.Status);
        }

        string? skipped = outcome.SkippedThreadCount == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{outcome.SkippedThreadCount} threads left out: {SkippedBecause(outcome.Status)}");
        string? refused = outcome.Switches is { State: SamplingState.Unavailable } switches
            ? $"no times off the processors: {Reason(switches)}"
            : null;
        return refused is null ? skipped : skipped is null ? refused : $"{refused}; {skipped}";
    }

    private static string SkippedBecause(SamplingStatus status) =>
        status.Errno == 0 ? "the limit of open files" : Reason(status);

    // Of samples, and of context switches, which are code of the kernel.
    private static string Reason(SamplingStatus status) => status switch
    {
        { Remedy: SamplingRemedy.GrantPerfmon } => string.Create(
            CultureInfo.InvariantCulture,
            $"the kernel refuses (CAP_PERFMON is missing, perf_event_paranoid is {status.ParanoidLevel})"),
        { Remedy: SamplingRemedy.AllowSystemCall } => "a seccomp filter refuses perf_event_open",
        { Remedy: SamplingRemedy.Unknown or SamplingRemedy.None, Errno: 0 } => "the process has no threads any more",
        _ => SamplingReport.Limit(status),
    };
}
