using System.Globalization;

namespace Contrail.Machine;

/// <summary>Reports the state of the sampler in words.</summary>
internal static class SamplingReport
{
    /// <summary>The remedy where a right is missing, which bursts may not need.</summary>
    public const string PerfmonRemedy =
        "Run the recorder as root or with CAP_PERFMON, or: sysctl kernel.perf_event_paranoid=0";

    /// <summary>The report about a recording.</summary>
    /// <param name="status">The state of the sampler.</param>
    /// <param name="failure">Why samples of the recording could no longer be kept; null if they can.</param>
    public static CpuSampling Of(SamplingStatus status, Exception? failure = null)
    {
        CpuSampling report = new()
        {
            State = StateOf(status.State),
            SamplesPerSecond = status.Hertz,
            ProcessorCount = status.OpenCount,
            SkippedProcessorCount = status.SkippedCount,
            IncludesKernel = status.IncludesKernel,
            Because = Because(status),
            Remedy = Remedy(status),
        };
        return failure is null ? report : report with
        {
            State = CpuSamplingState.Unavailable,
            Because = $"samples could no longer be kept: {failure.GetType().Name}",
            Remedy = null,
        };
    }

    /// <summary>Why an event could not be opened, if no right is missing.</summary>
    public static string Limit(SamplingStatus status) => status.Remedy switch
    {
        SamplingRemedy.RaiseDescriptorLimit => "no file descriptor is left",
        SamplingRemedy.RaiseLockedMemory => "the memory for samples is over the limit of the kernel",
        SamplingRemedy.UseAnotherKernel => "the kernel has no such events",
        SamplingRemedy.RaiseMemoryLimit =>
            "the rings of the processors do not fit into a quarter of the memory limit of the recording",
        _ => string.Create(CultureInfo.InvariantCulture, $"perf_event_open failed with error {status.Errno}"),
    };

    private static CpuSamplingState StateOf(SamplingState state) => state switch
    {
        SamplingState.Open => CpuSamplingState.Active,
        SamplingState.Unavailable => CpuSamplingState.Unavailable,

        // Before this recording, or after the last one: its own thread has not started yet.
        _ => CpuSamplingState.Unknown,
    };

    private static string? Because(SamplingStatus status) => status switch
    {
        { State: SamplingState.Open, SkippedCount: > 0 } => string.Create(
            CultureInfo.InvariantCulture,
            $"{status.SkippedCount} of {status.SkippedCount + status.OpenCount} processors are not sampled"),
        { State: not SamplingState.Unavailable } => null,
        { Remedy: SamplingRemedy.GrantPerfmon } =>
            "the kernel does not let this user sample the whole system, perf_event_paranoid is "
                + (status.ParanoidLevel?.ToString(CultureInfo.InvariantCulture) ?? "unknown"),
        { Remedy: SamplingRemedy.AllowSystemCall } =>
            "a seccomp filter refuses perf_event_open, as those of container runtimes do",
        _ => Limit(status),
    };

    private static string? Remedy(SamplingStatus status) => status switch
    {
        { State: not SamplingState.Unavailable } => null,
        { Remedy: SamplingRemedy.GrantPerfmon } => PerfmonRemedy,
        { Remedy: SamplingRemedy.AllowSystemCall } =>
            "Give the container CAP_PERFMON, or a seccomp profile that allows perf_event_open.",
        { Remedy: SamplingRemedy.RaiseDescriptorLimit } => "Raise the limit of open files: ulimit -n",
        { Remedy: SamplingRemedy.RaiseLockedMemory } =>
            "Raise kernel.perf_event_mlock_kb, or give the recorder CAP_IPC_LOCK.",
        { Remedy: SamplingRemedy.RaiseMemoryLimit } => "Raise the memory limit of the recording.",
        { Remedy: SamplingRemedy.UseAnotherKernel } => "Use a kernel with CONFIG_PERF_EVENTS.",
        _ => null,
    };
}
