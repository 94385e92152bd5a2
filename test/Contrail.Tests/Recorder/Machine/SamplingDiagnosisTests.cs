using Contrail.Machine;
using Contrail.Machine.Perf;
using Xunit;

namespace Contrail.Tests.Recorder.Machine;

public sealed class SamplingDiagnosisTests
{
    /// <summary>The step that failed, its error, whether there is a filter, and what to do.</summary>
    [Theory]
    [InlineData(1, PerfNative.AccessDenied, false, "GrantPerfmon")]
    [InlineData(1, PerfNative.AccessDenied, true, "GrantPerfmon")]         // A filter does not return this one.
    [InlineData(1, PerfNative.NotPermitted, false, "GrantPerfmon")]
    [InlineData(1, PerfNative.NotPermitted, true, "AllowSystemCall")]
    [InlineData(1, PerfNative.NotImplemented, true, "AllowSystemCall")]
    [InlineData(1, PerfNative.NotImplemented, false, "UseAnotherKernel")]
    [InlineData(1, PerfNative.NoEntry, true, "UseAnotherKernel")]
    [InlineData(1, PerfNative.NotSupported, false, "UseAnotherKernel")]
    [InlineData(1, PerfNative.FilesUsedUp, true, "RaiseDescriptorLimit")]
    [InlineData(2, PerfNative.NotPermitted, true, "RaiseLockedMemory")]    // The system call has passed the filter.
    [InlineData(0, 0, true, "Unknown")]
    public void An_error_has_a_remedy(int step, int errno, bool hasFilter, string remedy)
    {
        SamplingStatus status = SamplingDiagnosis.Of(
            new PerfFailure((PerfStep)step, errno), new PerfRights(3, 127, hasFilter));
        Assert.Equal(remedy, status.Remedy.ToString());
        Assert.Equal(remedy == "AllowSystemCall", status.IsSeccompSuspected);
        Assert.Equal((SamplingState.Unavailable, errno, 3), (status.State, status.Errno, status.ParanoidLevel));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("0", "0")]
    [InlineData("0-3,8,10-11", "0 1 2 3 8 10 11")]
    [InlineData("0-1,x,7", "0 1")]
    [InlineData("3-1", "")]
    [InlineData("0-99999999999", "")]
    [InlineData("-", "")]
    public void Processors_are_listed_as_the_kernel_writes_them(string list, string expected) =>
        Assert.Equal(expected, string.Join(' ', OnlineProcessors.Parse(list)));
}
