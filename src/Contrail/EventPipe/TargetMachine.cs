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
    private static readonly TimeSpan FigureInterval = TimeSpan.FromSeconds(1);

    /// <summary>Libraries are loaded in the first seconds; what is loaded later is known at a snapshot.</summary>
    private const int FiguresPerRefresh = 5;

    private readonly MachineLanes _lanes;
    private readonly TargetFacts _facts;
    private readonly IRepeatedWork _reading;
    private int _readCount;

    private TargetMachine(MachineLanes lanes, TargetFacts facts, ISourceHost host)
    {
        _lanes = lanes;
        _facts = facts;
        _reading = host.RepeatReading(FigureInterval, Read);
    }

    /// <summary>Names native code of the process.</summary>
    public INativeNames Names => _lanes.Names;

    /// <summary>Whether samples are recorded, in a line for the manifest; null if they were not requested.</summary>
    public string? Line => _lanes.Status switch
    {
        null => null,
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
        bool isRequested = options.CpuSamplesPerSecond > 0 || options.RecordsFigures;
        if (!isRequested || facts.Process.Id <= 0 || facts.Stat is not { IsDead: false } stat)
        {
            return null;
        }

        MachineLanes lanes = MachineLanes.Open(
            host.Sampler, (facts.Process.Id, stat.StartTicks), options.RecordsFigures,
            options.CpuSamplesPerSecond, recording, () => clock.Now, facts.ClockAhead, host.Time);
        try
        {
            return new TargetMachine(lanes, facts, host);
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
        _reading.Dispose();
        _lanes.Dispose();
    }

    private void Read()
    {
        _lanes.ReadFigures();
        if (_readCount++ % FiguresPerRefresh > 0)
        {
            return;
        }

        // Another process can have the id of one that is gone.
        if (_facts.Stat is null or { IsDead: true })
        {
            _lanes.Dispose();
        }
        else
        {
            _lanes.Refresh();
        }
    }
}
