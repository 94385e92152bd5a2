namespace Contrail.Processes;

/// <summary>One life of a process id. Thread-safe; nothing is kept.</summary>
/// <param name="pid">The process, in the pid namespace of this process.</param>
/// <param name="startTicks">When it started: another process can have the id later.</param>
internal sealed class ProcLife(int pid, ulong startTicks)
{
    private static readonly ProcDirectory Proc = new();

    /// <summary>The process.</summary>
    public int Pid => pid;

    /// <summary>When it started, as in <see cref="ProcStat.StartTicks"/>.</summary>
    public ulong StartTicks => startTicks;

    /// <summary>The process that has an id now; null if there is none, or it has ended.</summary>
    public static ProcLife? Of(int pid) =>
        Proc.Stat(pid) is { IsDead: false } stat ? new ProcLife(pid, stat.StartTicks) : null;

    /// <summary>Whether it is known to be alive now.</summary>
    public bool IsAlive => Proc.Stat(pid, startTicks) is { IsDead: false };

    /// <summary>Whether it has ended; false while that is unknown.</summary>
    public bool HasEnded => Proc.HasEnded(pid, startTicks);

    /// <summary>Whether another process has its id now.</summary>
    public bool IsIdTaken => Proc.Stat(pid) is { } stat && stat.StartTicks != startTicks;
}
