using Contrail.Core.Bytes;
using Contrail.Machine;

namespace Contrail.Capture;

/// <summary>
/// What the recordings of a process share: one clock, one memory budget, one watchdog and one thread for work that is
/// repeated. Its threads run only while something is recorded. Thread-safe.
/// </summary>
/// <remarks>docs/decisions/0021-recordings-of-a-process-share-a-host.md explains what is shared.</remarks>
internal sealed class RecorderHost
{
    /// <param name="time">The clock of all recordings.</param>
    /// <param name="memory">The memory limit of all recordings together; null if each has only its own.</param>
    public RecorderHost(TimeProvider time, MemoryBudget? memory = null)
    {
        Memory = memory ?? new MemoryBudget();
        Time = time;
        Watchdog = new Watchdog(time);
        Schedule = new WorkSchedule(time);
        MachineSchedule = new WorkSchedule(time, "Contrail figures");
    }

    /// <summary>The host of recorders that were given no other one.</summary>
    public static RecorderHost Default { get; } = new(TimeProvider.System);

    public TimeProvider Time { get; }

    public MemoryBudget Memory { get; }

    public Watchdog Watchdog { get; }

    public WorkSchedule Schedule { get; }

    /// <summary>Reads the kernel's files of processes, which takes milliseconds and can wait for the kernel.</summary>
    public WorkSchedule MachineSchedule { get; }

    public SystemSampler Sampler { get; } = new();
}
