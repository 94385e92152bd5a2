using System.Globalization;
using Contrail.Processes;

namespace Contrail.Machine.Bursts;

/// <summary>Chooses the threads of a process that a burst samples.</summary>
internal static class BurstThreads
{
    /// <summary>More threads than Linux gives a process (<c>kernel.threads-max</c> of a large machine).</summary>
    private const int MaxListed = 1 << 20;

    /// <summary>
    /// The threads of a process: all if there are at most <paramref name="maxCount"/>, otherwise those with the most
    /// processor time so far. Empty if the process has ended.
    /// </summary>
    /// <param name="pid">The process.</param>
    /// <param name="maxCount">How many may be returned.</param>
    /// <param name="skippedCount">How many were left out.</param>
    public static IReadOnlyList<int> Choose(int pid, int maxCount, out int skippedCount)
    {
        List<int> threads = List(pid);
        skippedCount = Math.Max(0, threads.Count - maxCount);
        return skippedCount == 0
            ? threads
            : [.. threads.OrderByDescending(thread => ProcThreads.ProcessorTicks(pid, thread) ?? -1).Take(maxCount)];
    }

    private static List<int> List(int pid)
    {
        List<int> threads = [];
        try
        {
            foreach (string folder in Directory.EnumerateDirectories($"/proc/{pid}/task").Take(MaxListed))
            {
                if (int.TryParse(
                    Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int thread))
                {
                    threads.Add(thread);
                }
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The process ended meanwhile.
        }

        return threads;
    }
}
