using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Core.Ring.Lanes;
using Contrail.Core.Snapshots;
using Contrail.Machine.Names;
using Contrail.Processes;

namespace Contrail.Machine;

/// <summary>
/// Records what the machine shows of one process next to its events: samples of its threads that use a processor.
/// Thread-safe. Disposed before the recording.
/// </summary>
internal sealed class MachineLanes : IDisposable
{
    /// <summary>The sampler passes on what it has within milliseconds, unless the machine is overloaded.</summary>
    private static readonly TimeSpan MaxDrain = TimeSpan.FromMilliseconds(250);

    private readonly SystemSampler _sampler;
    private readonly SampledTarget _target;
    private readonly LaneFeed _samples;
    private readonly MappedNames _names;

    private MachineLanes(SystemSampler sampler, SampledTarget target, LaneFeed samples, MappedNames names)
    {
        _sampler = sampler;
        _target = target;
        _samples = samples;
        _names = names;
    }

    /// <summary>Whether processors are sampled, and why not.</summary>
    public SamplingStatus Status => _sampler.Status;

    /// <summary>Names native code of the process.</summary>
    public INativeNames Names => _names;

    /// <summary>Begins to sample a process.</summary>
    /// <param name="sampler">Samples the machine.</param>
    /// <param name="process">The process, in the pid namespace of this process, and when it started.</param>
    /// <param name="hertz">Samples per second and processor.</param>
    /// <param name="recording">Where the samples go.</param>
    /// <param name="now">This moment on the trace's clock.</param>
    /// <param name="ahead">How far that clock is ahead of the machine's.</param>
    public static MachineLanes Open(
        SystemSampler sampler, (int Pid, ulong StartTicks) process, int hertz, TraceRecording recording,
        TraceTicks now, TimeSpan ahead)
    {
        LaneFeed samples = recording.BeginLane(LaneKind.CpuSamples, now);
        MappedNames names = new(new ProcDirectory(), process.Pid, process.StartTicks);
        CpuSampleFeed feed = new(samples, ahead.Ticks * TimeSpan.NanosecondsPerTick);
        return new MachineLanes(sampler, sampler.Add(process.Pid, hertz, feed), samples, names);
    }

    /// <summary>
    /// Puts the samples of all time before a moment into the recording, as before a snapshot. Waits for a limited time;
    /// afterwards the lane is known to be complete up to the moment, or is not.
    /// </summary>
    public void Complete(TraceTicks moment)
    {
        Task<bool> drained = _sampler.DrainAsync();
        if (drained.Wait(MaxDrain) && drained.Result)
        {
            _samples.CompleteUntil(moment);
        }
    }

    /// <summary>Reads from time to time what is needed of the process after its end.</summary>
    public void Refresh() => _names.Refresh();

    /// <inheritdoc/>
    public void Dispose() => _target.Dispose();
}
