using System.Text;
using Contrail.Processes;

namespace Contrail.Launch;

/// <summary>
/// Finds the processes that were started with a port in their environment: they, and what they start, wait at it.
/// </summary>
internal static class PortHolders
{
    /// <summary>Longer than a runtime takes from its start to its port, also on a busy machine.</summary>
    private static readonly TimeSpan StartingTime = TimeSpan.FromSeconds(2);

    /// <summary>All that we may look into; ourselves not.</summary>
    public static IReadOnlyList<int> Of(string socketPath, ProcDirectory proc)
    {
        byte[] entry = Encoding.UTF8.GetBytes(socketPath);
        return [.. proc.Pids().Where(pid => pid != Environment.ProcessId && proc.EnvironmentHolds(pid, entry))];
    }

    /// <summary>Whether a process may be a runtime on its way to its port.</summary>
    public static bool IsStarting(int pid, ProcDirectory proc) =>
        proc.Stat(pid) is { IsDead: false } stat && proc.Age(stat) is { } age && age < StartingTime;
}
