using Contrail.Processes;

namespace Contrail.Machine.Perf;

/// <summary>What Linux reports about the events that this process may open.</summary>
/// <param name="ParanoidLevel"><c>kernel.perf_event_paranoid</c>; null if the kernel has none.</param>
/// <param name="MaxFrames">
/// Frames that may be requested, at most (<c>kernel.perf_event_max_stack</c>); 0 requests all that are allowed.
/// </param>
/// <param name="HasSeccompFilter">Whether this thread has a seccomp filter.</param>
internal readonly record struct PerfRights(int? ParanoidLevel, int MaxFrames, bool HasSeccompFilter)
{
    private const string Settings = "/proc/sys/kernel/";

    // SECCOMP_MODE_FILTER, as proc(5) documents the field.
    private const string FilterMode = "\nSeccomp:\t2";

    /// <summary>Reads them.</summary>
    public static PerfRights Read() => new(
        KernelFile.ReadNumber(Settings + "perf_event_paranoid"),
        Math.Clamp(KernelFile.ReadNumber(Settings + "perf_event_max_stack") ?? 0, 0, PerfEventAttributes.MaxFrames),
        KernelFile.Read("/proc/thread-self/status")?.Contains(FilterMode, StringComparison.Ordinal) ?? false);
}
