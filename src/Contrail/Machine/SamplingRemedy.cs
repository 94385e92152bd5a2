namespace Contrail.Machine;

/// <summary>What has to change for samples to be taken; the tool makes the sentence.</summary>
internal enum SamplingRemedy
{
    /// <summary>The reason of the refusal is not known.</summary>
    Unknown,

    /// <summary>Nothing has to change.</summary>
    None,

    /// <summary>
    /// The right is missing: grant <c>CAP_PERFMON</c>, or lower <c>kernel.perf_event_paranoid</c> (0 for the whole
    /// system, 2 for one's own processes).
    /// </summary>
    GrantPerfmon,

    /// <summary>A seccomp filter refuses the system call <c>perf_event_open</c>: allow it.</summary>
    AllowSystemCall,

    /// <summary>Raise the limit of open files (<c>RLIMIT_NOFILE</c>).</summary>
    RaiseDescriptorLimit,

    /// <summary>Raise <c>kernel.perf_event_mlock_kb</c>, or grant <c>CAP_IPC_LOCK</c>.</summary>
    RaiseLockedMemory,

    /// <summary>Raise the memory limit of the recording.</summary>
    RaiseMemoryLimit,

    /// <summary>Use another kernel or machine: this one has no such events.</summary>
    UseAnotherKernel,
}
