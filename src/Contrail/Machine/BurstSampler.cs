using Contrail.Machine.Perf;
using Contrail.Processes;

namespace Contrail.Machine;

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
internal static class BurstSampler
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Samples a process, and returns when the time is over, the process has ended before, or the caller cancels. It
    /// blocks; the sink is called on this thread.
    /// </summary>
    /// <param name="pid">The process, in the pid namespace of this process.</param>
    /// <param name="hertz">Samples per second of a thread's processor time.</param>
    /// <param name="duration">How long, at most <see cref="SamplingLimits.MaxBurst"/>.</param>
    /// <param name="sink">Where the samples go.</param>
    /// <param name="clock">Measures the duration.</param>
    /// <param name="cancel">Ends it before.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The pid is not positive, or the rate or the duration is not within <see cref="SamplingLimits"/>.
    /// </exception>
    public static BurstOutcome Run(
        int pid, int hertz, TimeSpan duration, ICpuSampleSink sink, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, SamplingLimits.MaxBurst);
        using SampledTarget target = new(pid, hertz, sink, () => { });
        SampledTargets targets = new([target]);
        IReadOnlyList<int> processors = OnlineProcessors.Parse(KernelFile.ReadValue(OnlineProcessors.Path) ?? "");
        int maxThreads = DescriptorBudget.Count() / Math.Max(1, processors.Count);
        IReadOnlyList<int> threads = BurstThreads.Choose(pid, maxThreads, out int skippedCount);
        PerfRights rights = PerfRights.Read();
        CpuClock events = new(hertz, isInherited: true, rights.MaxFrames);
        long start = clock.GetTimestamp();
        using ThreadEvents opened = ThreadEvents.Open(threads, processors, events, new DrainBuffers());
        if (opened.ThreadCount > 0)
        {
            Sample(pid, opened, targets, () => duration - clock.GetElapsedTime(start), cancel);
        }

        return Outcome(opened, processors.Count, hertz, skippedCount, rights);
    }

    private static void Sample(
        int pid, ThreadEvents opened, SampledTargets targets, Func<TimeSpan> rest, CancellationToken cancel)
    {
        bool isCanceled = false;
        for (TimeSpan left = rest(); left > TimeSpan.Zero && IsAlive(pid) && !isCanceled; left = rest())
        {
            isCanceled = cancel.WaitHandle.WaitOne(left < Interval ? left : Interval);
            opened.Drain(targets);
        }
    }

    private static bool IsAlive(int pid) => Directory.Exists($"/proc/{pid}/task");

    private static BurstOutcome Outcome(
        ThreadEvents opened, int processorCount, int hertz, int skippedCount, PerfRights rights)
    {
        PerfFailure failure = opened.ThreadCount == 0 && skippedCount > 0
            ? new PerfFailure(PerfStep.Open, PerfNative.FilesUsedUp)
            : opened.Failure;
        SamplingStatus status = opened.ThreadCount == 0
            ? SamplingDiagnosis.Of(failure, rights)
            : new SamplingStatus(SamplingState.Open, SamplingRemedy.None)
            {
                Hertz = hertz,
                OpenCount = processorCount,
                IncludesKernel = opened.IncludesKernel,
                Errno = failure.Errno,
                ParanoidLevel = rights.ParanoidLevel,
            };
        return new BurstOutcome(status, opened.ThreadCount, skippedCount + opened.SkippedThreadCount);
    }
}
