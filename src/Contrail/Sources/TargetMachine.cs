using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Machine;
using Contrail.Machine.Bursts;
using Contrail.Processes;

namespace Contrail.Sources;

/// <summary>
/// Records what the machine shows of a target, from the opening of its source until it ends or the recorder stops.
/// Thread-safe.
/// </summary>
internal sealed class TargetMachine : IDisposable
{
    private static readonly TimeSpan FigureInterval = TimeSpan.FromSeconds(1);

    /// <summary>Libraries are loaded in the first seconds; what is loaded later is known at a snapshot.</summary>
    private const int FiguresPerRefresh = 5;

    private readonly MachineLanes _lanes;
    private readonly ProcLife _process;
    private readonly LaneClock _clock;
    private readonly IRepeatedWork _reading;
    private readonly QuickFigures _quick;
    private readonly Lock _looks = new();
    private TraceTicks _lastAlive;
    private int _readCount;

    private TargetMachine(MachineLanes lanes, ProcLife process, LaneClock clock, ISourceHost host)
    {
        _lanes = lanes;
        _process = process;
        _clock = clock;
        _lastAlive = clock.Now();
        _quick = new QuickFigures(
            lanes.ReadFigures, host.RepeatReading, host.Time, clock.Now,
            () => ProcThreads.OwnTime() ?? host.Time.GetElapsedTime(0));
        lanes.Bursts?.Taking = ReadQuickly;
        _reading = host.RepeatReading(FigureInterval, Read);
    }

    /// <summary>Names native code of the process; null without samples.</summary>
    public INativeNames? Names => _lanes.Names;

    /// <summary>Whether processors are sampled for the process; null if that was not requested.</summary>
    public CpuSampling? Sampling => _lanes.Sampling;

    /// <summary>The bursts of the recording; null if none were requested.</summary>
    public TargetBursts? Bursts => _lanes.Bursts;

    /// <summary>What was recorded for a short time since a moment, in lines for the manifest.</summary>
    public IEnumerable<string> LinesSince(TraceTicks moment) => new[]
    {
        Bursts?.LatestSince(moment) is { } burst ? BurstReport.Line(burst) : null,
        _quick.LineSince(moment),
    }.OfType<string>();

    /// <summary>Reads the figures ten times a second for a limited time, as from a trigger to its snapshot.</summary>
    public void ReadQuickly(TimeSpan duration)
    {
        if (_lanes.HasFigures)
        {
            _quick.Begin(duration);
        }
    }

    /// <summary>Begins; null where nothing is to be recorded, or where the process is not visible.</summary>
    /// <param name="process">The process; null if it is not visible.</param>
    /// <param name="requested">Whether its figures are recorded, and samples per second; 0 for none.</param>
    /// <param name="recording">Where the records go.</param>
    /// <param name="clock">The clock of the trace.</param>
    /// <param name="host">Has the sampler and the schedule.</param>
    /// <param name="burst">
    /// What a burst records, and what completes when the stream of the process has ended; null for no bursts.
    /// </param>
    /// <param name="added">Figures of the stream that are read with those of the system; null for none.</param>
    public static TargetMachine? Open(
        ProcLife? process, (bool HasFigures, int Hertz) requested, TraceRecording recording, LaneClock clock,
        ISourceHost host, (BurstOptions Options, Task Ended)? burst = null, IStreamFigures? added = null)
    {
        bool hasBursts = burst is { Options.Duration.Ticks: > 0 };
        if (process is not { IsAlive: true } || (requested is { HasFigures: false, Hertz: 0 } && !hasBursts))
        {
            return null;
        }

        TargetBursts? bursts = hasBursts
            ? new TargetBursts(
                burst!.Value.Options, process.Pid, TargetOf(process, burst.Value.Ended, host), recording, clock,
                host.Time)
            : null;
        MachineLanes lanes = MachineLanes.Open(
            host.Sampler, process, requested.HasFigures, requested.Hertz, bursts, recording, clock, host.Time,
            added);
        try
        {
            return new TargetMachine(lanes, process, clock, host);
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
        _quick.Dispose();
        _lanes.Dispose();
    }

    private static BurstTarget TargetOf(ProcLife process, Task ended, ISourceHost host) => new(
        () => process.IsAlive, (limit, cancel) => host.Time.Wait(ended, limit, cancel));

    private void Read()
    {
        if (!_quick.IsActive)
        {
            _lanes.ReadFigures();
        }

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
            TraceTicks now = _clock.Now();
            if (_process.IsAlive)
            {
                _lastAlive = now;
                return true;
            }

            // What could not be read, as without a descriptor, is no end.
            if (_process.HasEnded)
            {
                _lanes.End(_process.IsIdTaken ? _lastAlive : null);
            }

            return false;
        }
    }
}
