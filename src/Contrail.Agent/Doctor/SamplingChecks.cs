using Contrail.Machine;
using static Contrail.Agent.Doctor.CheckResult;

namespace Contrail.Agent.Doctor;

/// <summary>Checks whether recordings have samples of the processors.</summary>
internal static class SamplingChecks
{
    private const string Name = "samples";
    private const string Bursts =
        "; or sample for 2 s at each snapshot, where perf_event_paranoid is 2 or less: --cpu-burst 2s";

    /// <summary>The result for this user and machine.</summary>
    public static CheckResult Of(CpuSampling sampling) => sampling switch
    {
        { State: CpuSamplingState.Active, Because: { } because } => Warning(
            Name, $"CPU samples lack a part: {because}.", "Time on these processors is not in the samples."),
        { State: CpuSamplingState.Active, IncludesKernel: false } => Warning(
            Name,
            "Processors can be sampled, but not their time in the kernel.",
            "Run as root or with CAP_PERFMON, or: sysctl kernel.perf_event_paranoid=0"),
        { State: CpuSamplingState.Active } => Ok(Name, "Processors can be sampled: recordings have CPU samples."),
        { Because: var because, Remedy: SamplingReport.PerfmonRemedy } => Warning(
            Name, NoneBecause(because), SamplingReport.PerfmonRemedy + Bursts),
        { Because: var because, Remedy: { } remedy } => Warning(Name, NoneBecause(because), remedy),
        { Because: var because } => Warning(
            Name,
            NoneBecause(because),
            "Recording works without them. Sample the runtime's threads instead: --profile cpu-eventpipe"),
    };

    private static string NoneBecause(string? because) =>
        $"Recordings have no CPU samples: {because ?? "the reason is not known"}.";
}
