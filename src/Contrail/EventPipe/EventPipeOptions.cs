using Contrail.EventPipe;
using Contrail.Machine;
using Contrail.Machine.Bursts;

namespace Contrail;

/// <summary>Configures the recording of a .NET process. Immutable.</summary>
public sealed record EventPipeOptions
{
    /// <summary>Gets the events to record. Default: <see cref="Profile.Default"/>.</summary>
    public Profile Profile { get; init; } = Profile.Default;

    /// <summary>Gets the limits above which recording falls back to a cheaper profile; null to disable this.</summary>
    public GovernorOptions? Governor { get; init; } = new();

    /// <summary>Gets whether to request the methods compiled before attaching. Default: Auto.</summary>
    public RundownMode Rundown { get; init; } = RundownMode.Auto;

    /// <summary>
    /// Gets the time that a source which launches or listens waits for a program to connect: more than 0, at most 1
    /// day. Default: 30 seconds.
    /// </summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets the total time that attaching waits for responses of the runtime: more than 0, at most 1 day. A runtime
    /// responds in milliseconds, unless its process or the machine is busy. For the current process the minimum is 15
    /// seconds. Default: 3.5 seconds.
    /// </summary>
    public TimeSpan AttachTimeout { get; init; } = TimeSpan.FromSeconds(3.5);

    /// <summary>
    /// Gets how often each processor of the machine is sampled per second, to record the threads of the process that
    /// use it with their stacks, native code included: 1 to 500, or 0 for never; odd rates are not in step with timers.
    /// It requires root, <c>CAP_PERFMON</c> or a <c>kernel.perf_event_paranoid</c> of 0 or less; without, recording
    /// goes on without samples, and <see cref="RecorderHealth.CpuSampling"/> has the reason. Default: null, as the
    /// profile has it.
    /// </summary>
    public int? CpuSamplesPerSecond { get; init; }

    /// <summary>
    /// Gets whether to record, each second, what the operating system reports of the process, its control groups, the
    /// machine and the network: processor time, waits for a processor, memory, faults, threads, input and output. It
    /// takes the recorder up to 1 ms per second for a process of 200 threads, and needs no rights. Default: null, as
    /// the profile has it.
    /// </summary>
    public bool? RecordsFigures { get; init; }

    /// <summary>
    /// Gets how long the threads of the process are sampled before a snapshot is taken, 199 times per second of their
    /// processor time, where processors are not sampled all the time: at most 60 seconds. The snapshot contains these
    /// samples, and is taken that much later. A process that ends ends the burst. It requires a
    /// <c>kernel.perf_event_paranoid</c> of 2 or less, or <c>CAP_PERFMON</c>, and a file descriptor for each thread and
    /// processor. Requests of a service were measured to take a third to a half more processor time. Snapshots to
    /// a stream have none. Default: zero, none.
    /// </summary>
    public TimeSpan CpuBurst { get; init; }

    /// <summary>
    /// Gets whether bursts record how long threads are off the processors, and where they are blocked, also where
    /// processors are sampled all the time. It requires a <c>kernel.perf_event_paranoid</c> of 1 or less, or
    /// <c>CAP_PERFMON</c>, and <see cref="CpuBurst"/>. Default: false.
    /// </summary>
    public bool RecordsOffCpu { get; init; }

    /// <summary>The maximum of <see cref="CpuBurst"/>.</summary>
    internal static TimeSpan MaxCpuBurst => SamplingLimits.MaxBurst;

    /// <summary>What a burst records.</summary>
    internal BurstOptions Burst => new(CpuBurst, BurstSamplesPerSecond, RecordsOffCpu);

    /// <summary>Enough for the shares of methods within a second or two.</summary>
    private const int BurstSamplesPerSecond = 199;

    /// <summary>The maximum of <see cref="CpuSamplesPerSecond"/>.</summary>
    internal const int MaxCpuSamplesPerSecond = SamplingLimits.MaxHertz;

    /// <summary>Gets the rate in force; 0 for none.</summary>
    internal int SamplesPerSecond => CpuSamplesPerSecond ?? Profile.CpuSamplesPerSecond;

    /// <summary>Gets whether figures are recorded.</summary>
    private bool HasFigures => RecordsFigures ?? Profile.RecordsFigures;

    /// <summary>Gets what is recorded of the machine: figures, and samples per second.</summary>
    internal (bool HasFigures, int Hertz) Lanes => (HasFigures, SamplesPerSecond);

    /// <summary>Gets whether the process is suspended at its first instruction.</summary>
    internal bool FromStart { get; init; }

    /// <summary>
    /// Gets the size of the runtime's buffer in MiB; null lets <see cref="SessionBuffer"/> choose. Tests set a small
    /// one to lose events.
    /// </summary>
    internal int? BufferMegabytes { get; init; }

    /// <summary>
    /// Returns the options with the profile to record where processors cannot be sampled, if they need it.
    /// </summary>
    /// <param name="probe">Finds out whether they can be; called only if that matters.</param>
    internal EventPipeOptions For(Func<CpuSampling> probe) =>
        SamplesPerSecond > 0 && Profile.WithoutProcessors is { } instead
        && probe() is { State: CpuSamplingState.Unavailable, Because: var because }
            ? this with
            {
                Profile = instead with { ChosenBecause = $"no samples of processors: {because}" },
                CpuSamplesPerSecond = SamplesPerSecond,
                RecordsFigures = HasFigures,
            }
            : this;

    /// <summary>Throws if an option is out of range.</summary>
    internal void Validate()
    {
        Governor?.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(SamplesPerSecond, nameof(CpuSamplesPerSecond));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            SamplesPerSecond, MaxCpuSamplesPerSecond, nameof(CpuSamplesPerSecond));
        ArgumentOutOfRangeException.ThrowIfLessThan(CpuBurst, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(CpuBurst, MaxCpuBurst);
        if (RecordsOffCpu && CpuBurst == TimeSpan.Zero)
        {
            throw new ArgumentException(
                "RecordsOffCpu requires CpuBurst: only bursts record times off the processors.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ConnectTimeout, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(AttachTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(AttachTimeout, TimeSpan.FromDays(1));
    }
}
