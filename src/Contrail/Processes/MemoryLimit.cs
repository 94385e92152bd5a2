using System.Globalization;

namespace Contrail.Processes;

/// <summary>How much memory a process may use before the kernel kills it, by the control groups it is in.</summary>
internal static class MemoryLimit
{
    /// <summary>Version 1 represents "no limit" as a number near 2^63, more than any machine has.</summary>
    private const long UnlimitedBytes = 1L << 60;

    /// <summary>Deeper nestings than this are not looked at; the kernel itself allows few by default.</summary>
    private const int MaxDepth = 64;

    private const string MountedAt = "/sys/fs/cgroup";

    /// <summary>
    /// The least limit of the process's groups, in bytes; null when there is none or it cannot be read.
    /// </summary>
    public static long? Of(int pid) => Of(new ProcDirectory().Cgroup(pid) ?? "", MountedAt, KernelFile.Read);

    /// <summary>The same for the text of a <c>/proc/{pid}/cgroup</c>, over any tree of groups.</summary>
    public static long? Of(string untrustedCgroup, string mountPath, Func<string, string?> readFile)
    {
        long? least = null;
        foreach (string line in untrustedCgroup.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // hierarchy:controllers:path, where the path may hold colons too.
            string[] fields = line.Split(':', 3);
            long? limit = fields switch
            {
                ["0", "", var path] => LeastUpwards(mountPath, path, "memory.max", readFile),
                [_, var controllers, var path] when controllers.Split(',').Contains("memory") =>
                    LeastUpwards(mountPath + "/memory", path, "memory.limit_in_bytes", readFile),
                _ => null,
            };
            least = Least(least, limit);
        }

        return least;
    }

    private static long? LeastUpwards(
        string mountPath, string groupPath, string fileName, Func<string, string?> readFile)
    {
        long? least = null;
        string path = groupPath.TrimEnd('/');
        for (int depth = 0; depth < MaxDepth; depth++)
        {
            least = Least(least, Parse(readFile(mountPath + path + "/" + fileName)));
            int parentEndIndex = path.LastIndexOf('/');
            if (parentEndIndex < 0)
            {
                break;
            }

            path = path[..parentEndIndex];
        }

        return least;
    }

    private static long? Parse(string? untrusted) =>
        long.TryParse(untrusted.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
            && bytes is > 0 and < UnlimitedBytes
            ? bytes
            : null;

    private static long? Least(long? one, long? other) =>
        one is { } a && other is { } b ? Math.Min(a, b) : one ?? other;
}
