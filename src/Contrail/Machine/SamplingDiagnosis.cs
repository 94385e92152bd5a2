using Contrail.Machine.Perf;

namespace Contrail.Machine;

/// <summary>Decides why sampling is refused.</summary>
internal static class SamplingDiagnosis
{
    /// <summary>The status of sampling that could not be opened.</summary>
    /// <param name="failure">The call that failed.</param>
    /// <param name="rights">What the kernel reports.</param>
    public static SamplingStatus Of(PerfFailure failure, PerfRights rights)
    {
        bool isFilter = failure.Step == PerfStep.Open && rights.HasSeccompFilter
            && failure.Errno is PerfNative.NotPermitted or PerfNative.NotImplemented;
        return new SamplingStatus(SamplingState.Unavailable, RemedyOf(failure, isFilter))
        {
            Errno = failure.Errno,
            ParanoidLevel = rights.ParanoidLevel,
            IsSeccompSuspected = isFilter,
        };
    }

    // The kernel refuses with EACCES because of perf_event_paranoid; container runtimes have seccomp filters return
    // EPERM or ENOSYS. A ring is refused with EPERM if the locked memory is used up.
    private static SamplingRemedy RemedyOf(PerfFailure failure, bool isFilter) => failure switch
    {
        { Errno: PerfNative.FilesUsedUp or PerfNative.MachineFilesUsedUp } => SamplingRemedy.RaiseDescriptorLimit,
        { Step: PerfStep.Map, Errno: PerfNative.NotPermitted } => SamplingRemedy.RaiseLockedMemory,
        _ when isFilter => SamplingRemedy.AllowSystemCall,
        { Step: PerfStep.Open, Errno: PerfNative.AccessDenied or PerfNative.NotPermitted } =>
            SamplingRemedy.GrantPerfmon,
        { Errno: PerfNative.NoEntry or PerfNative.NoDevice or PerfNative.NotImplemented or PerfNative.NotSupported } =>
            SamplingRemedy.UseAnotherKernel,
        _ => SamplingRemedy.Unknown,
    };
}
