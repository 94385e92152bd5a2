using Contrail.Machine.Perf;
using Contrail.Processes;

namespace Contrail.Machine.Bursts;

/// <summary>
/// Samples the threads of one process for a short time, where the whole system cannot be sampled: an unprivileged user
/// may do that to the user's own processes at <c>perf_event_paranoid</c> 2, the kernel's default. It is never left on:
/// the kernel puts such events on and off a processor at each context switch, which cost a service with many of them a
/// third more processor time.
/// </summary>
/// <remarks>
/// docs/decisions/0032-the-whole-system-is-sampled-by-one-clock-for-each-processor.md has the measurement. A thread
/// that starts during the burst and uses less processor time than a period is never sampled.
/// </remarks>
internal sealed class BurstSampler
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Switches fill a ring faster: one of 4 MiB holds about 500.</summary>
    private static readonly TimeSpan SwitchInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>Holds the deepest call chains of 199 samples per second between two turns.</summary>
    private const int MinRingBytes = 32 << 10;

    /// <summary>Holds some switches with a part of the stack.</summary>
    private const int MinSwitchRingBytes = 128 << 10;

    private readonly BurstPlan _plan;
    private readonly TimeProvider _clock;
    private readonly PerfRights _rights = PerfRights.Read();
    private readonly IReadOnlyList<int> _processors =
        OnlineProcessors.Parse(KernelFile.ReadValue(OnlineProcessors.Path) ?? "");

    private readonly CpuClock? _samples;
    private readonly SwitchEvent? _switches;
    private readonly SamplingStatus? _refusedSwitches;
    private readonly SwitchPairs? _pairs;

    private BurstSampler(BurstPlan plan, TimeProvider clock)
    {
        _plan = plan;
        _clock = clock;
        _samples = plan.Hertz == 0 ? null : new CpuClock(plan.Hertz, isInherited: true, _rights.MaxFrames);
        if (plan.OffCpu is { } sink)
        {
            SwitchEvent switches = new(_rights.MaxFrames);
            bool isAllowed = switches.IsAllowed(out int errno);
            (_switches, _pairs) = isAllowed ? (switches, new SwitchPairs(sink, StackSearch.Of(plan.Pid))) : default;
            _refusedSwitches = isAllowed
                ? null : SamplingDiagnosis.Of(new PerfFailure(PerfStep.Open, errno), _rights);
        }
    }

    /// <summary>
    /// Records a process, and returns when the time is over, the process has ended before, or the caller cancels. It
    /// blocks; the sinks are called on this thread.
    /// </summary>
    /// <param name="plan">What to record.</param>
    /// <param name="clock">Measures the duration.</param>
    /// <param name="cancel">Ends it before.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The pid is not positive, or the rate or the duration is not within <see cref="SamplingLimits"/>.
    /// </exception>
    public static BurstOutcome Run(BurstPlan plan, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(plan.Duration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plan.Duration, SamplingLimits.MaxBurst);
        using SampledTarget target = new(plan.Pid, Math.Max(1, plan.Hertz), plan.Sink, () => { });
        return new BurstSampler(plan, clock).Run(target, cancel);
    }

    private BurstOutcome Run(SampledTarget target, CancellationToken cancel)
    {
        IThreadEvent[] kinds = [.. new IThreadEvent?[] { _samples, _switches }.OfType<IThreadEvent>()];
        if (kinds.Length == 0)
        {
            SamplingStatus refused = _refusedSwitches ?? default;
            return new BurstOutcome(refused, 0, 0) { Switches = _refusedSwitches };
        }

        int ringBytes = _pairs is null
            ? _plan.Memory.TryTakeRings(_processors.Count, PerfRing.MaxDataBytes, MinRingBytes, out long taken)
            : _plan.Memory.TryTakeRings(
                _processors.Count, PerfRing.MaxStackDataBytes, MinSwitchRingBytes, out taken);
        if (ringBytes == 0)
        {
            SamplingStatus refused = new(SamplingState.Unavailable, SamplingRemedy.RaiseMemoryLimit);
            return new BurstOutcome(refused, 0, 0) { Switches = _plan.OffCpu is null ? null : refused };
        }

        try
        {
            return Run(target, kinds, ringBytes, cancel) with { MemoryBytes = taken };
        }
        finally
        {
            _plan.Memory.Return(taken);
        }
    }

    private BurstOutcome Run(SampledTarget target, IThreadEvent[] kinds, int ringBytes, CancellationToken cancel)
    {
        int maxThreads = DescriptorBudget.Count() / Math.Max(1, _processors.Count * kinds.Length);
        IReadOnlyList<int> threads = BurstThreads.Choose(_plan.Pid, maxThreads, out int skippedCount);
        DrainBuffers buffers = new(ringBytes);
        using ThreadEvents opened = ThreadEvents.Open(
            threads, _processors, kinds, () => new RingDrain(buffers, _pairs), ringBytes);
        _plan.OnOpen();
        if (opened.ThreadCount > 0)
        {
            Drain(opened, new SampledTargets([target]), cancel);
        }

        SamplingStatus status = StatusOf(opened, skippedCount);
        return new BurstOutcome(status, opened.ThreadCount, skippedCount + opened.SkippedThreadCount)
        {
            Switches = _plan.OffCpu is null ? null : _refusedSwitches ?? status,
        };
    }

    private void Drain(ThreadEvents opened, SampledTargets targets, CancellationToken cancel)
    {
        TimeSpan interval = _pairs is null ? Interval : SwitchInterval;
        long start = _clock.GetTimestamp();
        bool isOver = false;
        while (!isOver)
        {
            TimeSpan rest = _plan.Duration - _clock.GetElapsedTime(start);
            TimeSpan wait = TimeSpan.FromTicks(Math.Clamp(rest.Ticks, 0, interval.Ticks));
            isOver = IsEnded(wait, cancel) || rest <= interval || !_plan.Target.IsAlive();
            opened.Drain(targets);
            _pairs?.EndTurn();
        }

        _pairs?.Complete();
    }

    private bool IsEnded(TimeSpan wait, CancellationToken cancel)
    {
        try
        {
            return _plan.Target.WaitForEnd(wait, cancel);
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private SamplingStatus StatusOf(ThreadEvents opened, int skippedCount)
    {
        PerfFailure failure = opened.ThreadCount == 0 && skippedCount > 0
            ? new PerfFailure(PerfStep.Open, PerfNative.FilesUsedUp)
            : opened.Failure;
        return opened.ThreadCount == 0
            ? SamplingDiagnosis.Of(failure, _rights)
            : new SamplingStatus(SamplingState.Open, SamplingRemedy.None)
            {
                Hertz = _plan.Hertz,
                OpenCount = _processors.Count,
                IncludesKernel = _samples is { IncludesKernel: true },
                Errno = failure.Errno,
                ParanoidLevel = _rights.ParanoidLevel,
            };
    }
}
