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
    private readonly TraceClock _clock;
    private readonly IRepeatedWork _reading;
    private readonly Lock _looks = new();
    private TraceTicks _lastAlive;
    private int _readCount;

    private TargetMachine(MachineLanes lanes, TargetFacts facts, TraceClock clock, ISourceHost host)
    {
        _lanes = lanes;
        _facts = facts;
        _clock = clock;
        _lastAlive = clock.Now;
        _reading = host.RepeatReading(FigureInterval, Read);
    }

    /// <summary>Names native code of the process; null without samples.</summary>
    public INativeNames? Names => _lanes.Names;

    /// <summary>Whether processors are sampled for the process; null if that was not requested.</summary>
    public CpuSampling? Sampling => _lanes.Sampling;

    /// <summary>Begins; null where nothing is to be recorded, or where the process is not visible.</summary>
    public static TargetMachine? Open(
        TargetFacts facts, EventPipeOptions options, TraceRecording recording, TraceClock clock, ISourceHost host)
    {
        bool isRequested = options.SamplesPerSecond > 0 || options.RecordsFigures;
        if (!isRequested || facts.Process.Id <= 0 || facts.Stat is not { IsDead: false } stat)
        {
            return null;
        }

        MachineLanes lanes = MachineLanes.Open(
            host.Sampler, (facts.Process.Id, stat.StartTicks), options.RecordsFigures,
            options.SamplesPerSecond, recording, () => clock.Now, facts.ClockAheadOfMachine, host.Time);
        try
        {
            return new TargetMachine(lanes, facts, clock, host);
        }
        catch
        {
            lanes.Dispose();
            throw;
        }
    }

    /// <summary>Puts everything up to a moment into the recording; waits for a limited time.</summary>
    public void Complete(TraceTicks moment)
    {
        Look();
        _lanes.Complete(moment);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reading.Dispose();
        _lanes.Dispose();
    }

    private void Read()
    {
        _lanes.ReadFigures();
        if (Look() && _readCount++ % FiguresPerRefresh == 0)
        {
            _lanes.Refresh();
        }
    }

    // Another process can have the id of one that is gone. False if this one is.
    private bool Look()
    {
        lock (_looks)
        {
            TraceTicks now = _clock.Now;
            if (_facts.Stat is { IsDead: false })
            {
                _lastAlive = now;
                return true;
            }

            // What could not be read, as without a descriptor, is no end.
            if (_facts.HasEnded)
            {
                _lanes.End(_facts.IsIdTaken ? _lastAlive : null);
            }

            return false;
        }
    }
}
