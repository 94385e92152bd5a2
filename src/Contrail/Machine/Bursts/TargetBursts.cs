using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Core.Ring.Lanes;

namespace Contrail.Machine.Bursts;

/// <summary>
/// The bursts of one recording: each is in the file of the snapshot for which it was taken, and in later ones until the
/// next burst. One thread at a time takes them; the other members are thread-safe.
/// </summary>
/// <param name="options">What a burst records.</param>
/// <param name="pid">The process, in the pid namespace of this process.</param>
/// <param name="target">The process.</param>
/// <param name="recording">Where the records go.</param>
/// <param name="clock">The trace's clock, which counts nanoseconds.</param>
/// <param name="time">The clock of the recorder.</param>
internal sealed class TargetBursts(
    BurstOptions options, int pid, BurstTarget target, TraceRecording recording, LaneClock clock, TimeProvider time)
    : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private LaneFeed? _offCpu;
    private volatile CpuBurst? _latest;
    private long _endedAt;

    /// <summary>The latest burst; null if none has been taken.</summary>
    public CpuBurst? Latest => _latest;

    /// <summary>The latest burst, if a file with what happened since a moment can contain it; otherwise null.</summary>
    public CpuBurst? LatestSince(TraceTicks moment) => Volatile.Read(ref _endedAt) >= moment.Value ? _latest : null;

    /// <summary>The lane of samples; the first burst starts it if the recording has none.</summary>
    public LaneFeed? Samples { get; set; }

    /// <summary>Whether samples are taken without a burst; waits for a limited time to find out.</summary>
    public Func<bool> IsSampled { get; set; } = static () => false;

    /// <summary>Called when a burst begins, with how long it takes at most.</summary>
    public Action<TimeSpan> Taking { get; set; } = static _ => { };

    /// <summary>
    /// Takes a burst before a snapshot, and returns when it is over. A failure is reported, and never thrown.
    /// </summary>
    /// <param name="cancel">Ends the burst; the snapshot is taken without the rest of it.</param>
    public void Take(CancellationToken cancel)
    {
        if (_ending.IsCancellationRequested || !target.IsAlive())
        {
            return;
        }

        using CancellationTokenSource any = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token, cancel);
        try
        {
            bool isSampled = IsSampled();
            _latest = isSampled && !options.RecordsOffCpu ? BurstReport.NotNeeded : Take(isSampled, any.Token);
        }
        catch (Exception failure)
        {
            // The snapshot is taken without it.
            _latest = BurstReport.Of(failure);
        }

        Volatile.Write(ref _endedAt, clock.Now().Value);
    }

    /// <summary>Ends a burst that is running, and takes no more: the recording is being stopped.</summary>
    public void End() => _ending.Cancel();

    /// <inheritdoc/>
    public void Dispose() => End();

    private CpuBurst Take(bool isSampled, CancellationToken cancel)
    {
        TraceTicks start = clock.Now();
        LaneFeed? samples = isSampled ? null : Samples ??= recording.BeginLane(LaneKind.CpuSamples, start);
        LaneFeed? offCpu = options.RecordsOffCpu ? _offCpu ??= recording.BeginLane(LaneKind.OffCpu, start) : null;
        TraceTicks opened = start;
        BurstPlan plan = new(pid, options.Duration, new BurstLosses(FeedOf(samples), FeedOf(offCpu)))
        {
            Hertz = samples is null ? 0 : options.Hertz,
            OffCpu = offCpu is null ? null : new OffCpuFeed(offCpu, clock),
            Target = target,
            OnOpen = () => opened = clock.Now(),
            Memory = (samples ?? offCpu) is { } lane ? BurstMemory.Of(lane) : BurstMemory.Unlimited,
        };
        Taking(options.Duration);
        long started = time.GetTimestamp();
        BurstOutcome outcome = BurstSampler.Run(plan, time, cancel);
        TimeSpan lasted = time.GetElapsedTime(started);
        Conclude(outcome.Status.State == SamplingState.Open ? samples : null, opened);
        Conclude(outcome.Switches is { State: SamplingState.Open } ? offCpu : null, opened);
        return BurstReport.Of(outcome, plan, lasted);
    }

    private CpuSampleFeed? FeedOf(LaneFeed? lane) => lane is null ? null : new CpuSampleFeed(lane, clock.OfMachine);

    // A file has the records of the latest burst; one that was refused leaves those of the former.
    private void Conclude(LaneFeed? lane, TraceTicks start)
    {
        lane?.BeginAt(start);
        lane?.CompleteUntil(clock.Now());
    }
}
