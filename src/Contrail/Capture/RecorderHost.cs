namespace Contrail.Capture;

/// <summary>
/// What the recordings of a process share: one clock, one watchdog and one thread for work that is repeated. Its
/// threads run only while something is recorded. Thread-safe.
/// </summary>
/// <remarks>docs/decisions/0021-recordings-of-a-process-share-a-host.md explains what is shared.</remarks>
internal sealed class RecorderHost
{
    /// <param name="time">The clock of all recordings.</param>
    public RecorderHost(TimeProvider time)
    {
        Time = time;
        Watchdog = new Watchdog(time);
        Schedule = new WorkSchedule(time);
    }

    /// <summary>The host of recorders that were given no other one.</summary>
    public static RecorderHost Default { get; } = new(TimeProvider.System);

    public TimeProvider Time { get; }

    public Watchdog Watchdog { get; }

    public WorkSchedule Schedule { get; }
}
