using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Core.Ring.Lanes;
using Contrail.Core.Snapshots;
using Contrail.Machine.Bursts;
using Contrail.Machine.Figures;
using Contrail.Machine.Names;
using Contrail.Processes;

namespace Contrail.Machine;

/// <summary>
/// Records what the machine shows of one process in addition to its events: the operating system's figures, and samples
/// of its threads that use a processor. Thread-safe. Disposed before the recording.
/// </summary>
internal sealed class MachineLanes : IDisposable
{
    /// <summary>The sampler passes on what it has within milliseconds, unless the machine is overloaded.</summary>
    private static readonly TimeSpan MaxDrain = TimeSpan.FromMilliseconds(250);

    private readonly SystemSampler _sampler;
    private readonly MappedNames? _names;
    private readonly FigureFeed? _figures;
    private readonly SampledTarget? _sampled;
    private readonly LaneFeed? _samples;
    private volatile bool _isOver;
    private volatile bool _hasAllSamples;
    private volatile CpuSampling? _last;

    private MachineLanes(
        SystemSampler sampler, FigureFeed? figures, MappedNames? names = null,
        (SampledTarget Target, LaneFeed Lane)? sampled = null)
    {
        _sampler = sampler;
        _names = names;
        _figures = figures;
        _sampled = sampled?.Target;
        _samples = sampled?.Lane;
    }

    /// <summary>Whether processors are sampled for this process, and why not; null if it was not requested.</summary>
    public CpuSampling? Sampling => _sampled is null ? null
        : _last ?? SamplingReport.Of(_sampler.Status, _sampled.Failure);

    /// <summary>The bursts of the recording; null if none were requested.</summary>
    public TargetBursts? Bursts { get; private init; }

    /// <summary>Names native code of the process; null without samples, which alone have such code.</summary>
    public INativeNames? Names => _names;

    /// <summary>Begins to record a process.</summary>
    /// <param name="sampler">Samples the machine.</param>
    /// <param name="process">The process.</param>
    /// <param name="hasFigures">Whether the operating system's figures are recorded.</param>
    /// <param name="hertz">Samples per second and processor; 0 for none.</param>
    /// <param name="bursts">The bursts of the recording; null if none were requested.</param>
    /// <param name="recording">Where the records go.</param>
    /// <param name="clock">The trace's clock.</param>
    /// <param name="time">The clock of the recorder.</param>
    /// <param name="added">Figures that are recorded with those of the system; null for none.</param>
    public static MachineLanes Open(
        SystemSampler sampler, ProcLife process, bool hasFigures, int hertz, TargetBursts? bursts,
        TraceRecording recording, LaneClock clock, TimeProvider time,
        IStreamFigures? added = null)
    {
        FigureReader? reader = hasFigures ? FigureReader.Open(process.Pid) : null;
        FigureFeed? figures = reader is null ? null
            : new FigureFeed(reader, recording.BeginLane(LaneKind.Figures, clock.Now()), clock.Now, added);
        MappedNames? names = hertz == 0 && bursts is null ? null
            : new MappedNames(new ProcDirectory(), process.Pid, process.StartTicks, time);
        if (hertz == 0)
        {
            return new MachineLanes(sampler, figures, names) { Bursts = bursts };
        }

        try
        {
            LaneFeed samples = recording.BeginLane(LaneKind.CpuSamples, clock.Now());
            CpuSampleFeed feed = new(samples, clock.OfMachine);
            MachineLanes lanes = new(sampler, figures, names, (sampler.Add(process.Pid, hertz, feed), samples))
            {
                Bursts = bursts,
            };
            bursts?.Samples = samples;
            bursts?.IsSampled = lanes.IsSampling;
            return lanes;
        }
        catch
        {
            figures?.Dispose();
            throw;
        }
    }

    /// <summary>Whether the operating system's figures are recorded.</summary>
    public bool HasFigures => _figures is not null;

    /// <summary>Reads the operating system's figures; to be called each second.</summary>
    /// <param name="isQuick">Whether those of all threads are left out, for several readings a second.</param>
    public void ReadFigures(bool isQuick = false) => _figures?.Read(isQuick);

    /// <summary>
    /// Puts the samples of all time before a moment into the recording, as before a snapshot. Waits for a limited time;
    /// afterwards the lane is known to be complete up to the moment, or is not.
    /// </summary>
    public void Complete(TraceTicks moment)
    {
        ReadFigures();
        if (_samples is null)
        {
            return;
        }

        bool isComplete = _isOver ? _hasAllSamples : TryDrain();
        if (isComplete && _sampled!.Failure is null)
        {
            _samples.CompleteUntil(moment);
        }

        _samples.Explain(WhyIncomplete(isComplete));
    }

    /// <summary>
    /// The process has ended: takes the samples that are left of it, and records no more. Waits for a limited time.
    /// </summary>
    /// <param name="lastAlive">
    /// If another process has the id already, the last moment at which this one was known to have it: later samples
    /// can be the other's, and are left out. Null otherwise.
    /// </param>
    public void End(TraceTicks? lastAlive)
    {
        if (!_isOver)
        {
            _hasAllSamples = TryDrain() && lastAlive is null;
            _last = Sampling is { State: CpuSamplingState.Active } active
                ? active with { State = CpuSamplingState.Ended }
                : Sampling;
            _isOver = true;
            Dispose();
            if (lastAlive is { } at)
            {
                _samples?.EndAt(at);
            }
        }
    }

    /// <summary>Reads from time to time what is needed of the process after its end.</summary>
    public void Refresh() => _names?.Refresh();

    /// <inheritdoc/>
    public void Dispose()
    {
        Bursts?.End();
        _sampled?.Dispose();
        _figures?.Dispose();
    }

    private string? WhyIncomplete(bool isDrained) => (Sampling, isDrained) switch
    {
        ({ Because: { } because }, _) => because,
        ({ State: CpuSamplingState.Unknown }, _) => "sampling had not started yet",
        (_, false) => "the last samples had not been read in time",
        _ => null,
    };

    // A sampler that is late on a busy machine samples all the same: a burst would count its time twice.
    private bool IsSampling()
    {
        TryDrain();
        return Sampling is not { State: CpuSamplingState.Unavailable };
    }

    private bool TryDrain()
    {
        Task<bool> drained = _samples is null ? Task.FromResult(false) : _sampler.DrainAsync();
        return drained.Wait(MaxDrain) && drained.Result;
    }
}
