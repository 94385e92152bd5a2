using Contrail.Machine;
using Contrail.Machine.Perf;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.Machine;

/// <summary>Where the kernel refuses, the reason is known, and nothing else happens.</summary>
[Collection(Alone.Name)]
public sealed class SamplingRightsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Without_capabilities_the_whole_system_is_not_sampled()
    {
        SamplingRights.RequireThreads();
        Assert.SkipWhen(PerfRights.Read().ParanoidLevel <= 0, "Not checked: perf_event_paranoid allows all users.");
        SamplingStatus status = RestrictedThread.WithoutCapabilities(Refused);
        Assert.Equal((SamplingRemedy.GrantPerfmon, PerfNative.AccessDenied), (status.Remedy, status.Errno));
        Assert.Equal(PerfRights.Read().ParanoidLevel, status.ParanoidLevel);
        Assert.False(status.IsSeccompSuspected);
    }

    [Fact]
    public void A_filter_of_system_calls_is_suspected()
    {
        SamplingRights.RequireSystem();
        SamplingStatus status = RestrictedThread.WithFilter(Refused);
        Assert.Equal((SamplingRemedy.AllowSystemCall, PerfNative.NotPermitted), (status.Remedy, status.Errno));
        Assert.True(status.IsSeccompSuspected);
    }

    [Fact]
    public void The_next_target_tries_again_after_a_refusal()
    {
        SamplingRights.RequireSystem();
        using SystemSampler sampler = new();
        SampleCollector first = new();
        SampleCollector second = new();
        using SampledTarget refused = RestrictedThread.WithFilter(() =>
        {
            SampledTarget added = sampler.Add(Environment.ProcessId, 49, first);
            Assert.True(SpinWait.SpinUntil(() => sampler.Status.State == SamplingState.Unavailable, Patience));
            return added;
        });
        using SampledTarget retried = sampler.Add(Environment.ProcessId, 49, second);
        Assert.True(SpinWait.SpinUntil(() => sampler.Status.State == SamplingState.Open, Patience));

        // The wait above, and the next one, use the processor.
        Assert.True(SpinWait.SpinUntil(() => first.Samples.Count > 0 && second.Samples.Count > 0, Patience));
    }

    private static SamplingStatus Refused()
    {
        SampleCollector collector = new();
        using SystemSampler sampler = new();
        using SampledTarget target = sampler.Add(Environment.ProcessId, 49, collector);
        Assert.True(SpinWait.SpinUntil(() => sampler.Status.State == SamplingState.Unavailable, Patience));
        Assert.Equal((0, 0), (PerfDescriptors.EventCount(), PerfDescriptors.RingCount()));
        Assert.Empty(collector.Samples);
        return sampler.Status;
    }
}
