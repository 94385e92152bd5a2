using System.Globalization;
using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Machine;
using Contrail.Sources;

namespace Contrail.EventPipe;

/// <summary>
/// Records what the machine shows of a target, from the opening of its sessions until it ends or the recorder stops.
/// Thread-safe.
/// </summary>
internal sealed class TargetMachine : IDisposable
{
    /// <summary>Libraries are loaded in the first seconds; what is loaded later is known at a snapshot.</summary>
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(5);

    private readonly MachineLanes _lanes;
    private readonly IRepeatedWork _refresh;

    private TargetMachine(MachineLanes lanes, IRepeatedWork refresh)
    {
        _lanes = lanes;
        _refresh = refresh;
    }

    /// <summary>Names native code of the process.</summary>
    public INativeNames Names => _lanes.Names;

    /// <summary>What is recorded, in a line for the manifest.</summary>
    public string Line => _lanes.Status switch
    {
        { State: SamplingState.Open } open => string.Create(
            CultureInfo.InvariantCulture,
            $"samples: {open.Hertz} per second on each of {open.OpenCount} processors"),
        { State: SamplingState.Unavailable } refused => string.Create(
            CultureInfo.InvariantCulture,
            $"samples: none, {refused.Remedy} (errno {refused.Errno}, paranoid {refused.ParanoidLevel})"),
        _ => "samples: none now",
    };

    /// <summary>Begins; null where nothing is to be recorded, or where the process is not visible.</summary>
    public static TargetMachine? Open(
        TargetFacts facts, EventPipeOptions options, TraceRecording recording, TraceClock clock, ISourceHost host)
    {
        if (options.CpuSamplesPerSecond == 0 || facts.Process.Id <= 0 || facts.Stat is not { IsDead: false } stat)
        {
            return null;
        }

        MachineLanes lanes = MachineLanes.Open(
            host.Sampler, (facts.Process.Id, stat.StartTicks), options.CpuSamplesPerSecond, recording, clock.Now,
            facts.ClockAhead);
        try
        {
            return new TargetMachine(lanes, host.Repeat(RefreshInterval, () => Refresh(lanes, facts)));
        }
        catch
        {
            lanes.Dispose();
            throw;
        }
    }

    /// <summary>Puts everything up to a moment into the recording; waits for a limited time.</summary>
    public void Complete(TraceTicks moment) => _lanes.Complete(moment);

    /// <inheritdoc/>
    public void Dispose()
    {
        _refresh.Dispose();
        _lanes.Dispose();
    }

    // Another process can have the id of one that is gone.
    private static void Refresh(MachineLanes lanes, TargetFacts facts)
    {
        if (facts.Stat is null or { IsDead: true })
        {
            lanes.Dispose();
        }
        else
        {
            lanes.Refresh();
        }
    }
}
