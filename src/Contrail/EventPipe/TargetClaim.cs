using Contrail.Processes;

namespace Contrail.EventPipe;

/// <summary>
/// Claims a process, or this one, for one recorder of this process: two recorders would cost the process twice and
/// record the same. Safe from any thread.
/// </summary>
internal sealed class TargetClaim : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<(int Pid, ulong StartTicks)> Claimed = [];

    private readonly (int Pid, ulong StartTicks)? _target;

    private TargetClaim((int Pid, ulong StartTicks)? target) => _target = target;

    /// <summary>
    /// Takes a process until the claim is disposed; a later one of the same number is another one. A pid of 0 is of a
    /// process that is not visible: several of them cannot be distinguished, and each is granted.
    /// </summary>
    /// <exception cref="InvalidOperationException">A recorder of this process has it.</exception>
    public static TargetClaim Take(int pid)
    {
        if (pid == 0)
        {
            return new TargetClaim(null);
        }

        (int, ulong) target = (pid, new ProcDirectory().Stat(pid)?.StartTicks ?? 0);
        lock (Gate)
        {
            return Claimed.Add(target)
                ? new TargetClaim(target)
                : throw new InvalidOperationException(
                    $"Process {pid} is recorded already by another recorder of this process; stop that one first.");
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            if (_target is { } target)
            {
                Claimed.Remove(target);
            }
        }
    }
}
