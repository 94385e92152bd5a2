using System.Globalization;

namespace Contrail.Processes;

/// <summary>Finds the processes that have a socket open, among the descriptors of all processes.</summary>
/// <param name="Pids">The processes, in the pid namespace of this process: several, after a fork.</param>
/// <param name="IsComplete">
/// Whether all descriptors were read: false after the limits, and if those of a process may not be read.
/// </param>
internal readonly record struct SocketOwners(IReadOnlyList<int> Pids, bool IsComplete)
{
    /// <summary>A server that forks has some tens of processes.</summary>
    private const int MaxPids = 64;

    /// <summary>A machine has some ten thousand; reading one takes microseconds.</summary>
    private const int MaxDescriptors = 1_000_000;

    /// <summary>Finds them; what ends meanwhile is left out.</summary>
    /// <param name="inode">The socket.</param>
    /// <param name="cancellationToken">Ends the search with what was found.</param>
    /// <param name="root">Where processes are described.</param>
    public static SocketOwners Find(ulong inode, CancellationToken cancellationToken, string root = "/proc")
    {
        string target = string.Create(CultureInfo.InvariantCulture, $"socket:[{inode}]");
        List<int> pids = [];
        bool isComplete = true;
        int restCount = MaxDescriptors;
        foreach (int pid in new ProcDirectory(root).Pids())
        {
            string folder = Path.Combine(root, pid.ToString(CultureInfo.InvariantCulture), "fd");
            bool? has = Has(folder, target, ref restCount, cancellationToken);
            isComplete &= has is not null;
            if (has is true)
            {
                pids.Add(pid);
            }

            if (restCount <= 0 || pids.Count == MaxPids || cancellationToken.IsCancellationRequested)
            {
                return new SocketOwners(pids, IsComplete: false);
            }
        }

        return new SocketOwners(pids, isComplete);
    }

    // Null if that may not be read.
    private static bool? Has(string folder, string target, ref int restCount, CancellationToken cancellationToken)
    {
        try
        {
            foreach (string descriptor in Directory.EnumerateFileSystemEntries(folder))
            {
                if (restCount-- <= 0 || cancellationToken.IsCancellationRequested)
                {
                    return null;
                }

                if (new FileInfo(descriptor).LinkTarget == target)
                {
                    return true;
                }
            }

            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
        catch (IOException)
        {
            // The process, or the descriptor, is gone.
            return false;
        }
    }
}
