using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Machine.Figures;

/// <summary>
/// Finds the folders of a process's control groups. Pure. The kernel writes the paths as the reading process may see
/// them: a group outside of its cgroup namespace or of its mounts has no folder, and its figures are unknown.
/// </summary>
internal static class CgroupFinder
{
    /// <summary>Containers have some hundred mounts, and a process has one group in each of few hierarchies.</summary>
    private const int MaxLines = 1 << 14;

    private const int RootIndex = 3;
    private const int MountIndex = 4;
    private const string Separator = " - ";

    private static readonly (FigureFolder Folder, string Controller)[] FirstVersion =
    [
        (FigureFolder.CgroupCpu, "cpu"),
        (FigureFolder.CgroupCpuacct, "cpuacct"),
        (FigureFolder.CgroupMemory, "memory"),
    ];

    /// <summary>
    /// The groups that have a folder, in the order of their kinds; none if there is no mount of control groups.
    /// </summary>
    /// <param name="untrustedGroups">The process's <c>/proc/PID/cgroup</c>.</param>
    /// <param name="untrustedMounts">The <c>mountinfo</c> of this process, whose paths are opened.</param>
    public static IReadOnlyList<CgroupLocation> Find(string untrustedGroups, string untrustedMounts)
    {
        List<CgroupLocation> found = [];
        foreach (string line in untrustedGroups.Split('\n').Take(MaxLines))
        {
            // hierarchy:controllers:path, where the path may contain colons too.
            string[] fields = line.Split(':', 3);
            if (fields is ["0", "", var path])
            {
                Add(found, FigureFolder.Cgroup2, FolderOf(path, Mounts(untrustedMounts, "cgroup2", null)));
            }
            else if (fields is [_, var controllers, var groupPath])
            {
                string[] names = controllers.Split(',');
                foreach ((FigureFolder folder, string controller) in FirstVersion)
                {
                    if (names.Contains(controller))
                    {
                        Add(found, folder, FolderOf(groupPath, Mounts(untrustedMounts, "cgroup", controller)));
                    }
                }
            }
        }

        return [.. found.OrderBy(location => location.Folder)];
    }

    private static void Add(
        List<CgroupLocation> found, FigureFolder folder, (string MountPath, string GroupPath)? place)
    {
        if (place is { } known)
        {
            found.Add(new CgroupLocation(folder, known.MountPath, known.GroupPath));
        }
    }

    // The mount may show a part of the hierarchy only, as in a container: the path is relative to that part.
    private static (string, string)? FolderOf(string path, IEnumerable<(string Root, string MountPath)> mounts)
    {
        string group = path.TrimEnd('/');
        foreach ((string root, string mountPath) in mounts)
        {
            string prefix = root.TrimEnd('/');
            bool isWithin = group.StartsWith(prefix, StringComparison.Ordinal)
                && (group.Length == prefix.Length || group[prefix.Length] == '/');
            string relative = isWithin ? group[prefix.Length..] : "";
            if (isWithin && !relative.Split('/').Contains(".."))
            {
                return (mountPath, relative);
            }
        }

        return null;
    }

    // 36 35 0:31 ROOT MOUNT rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
    private static IEnumerable<(string Root, string MountPath)> Mounts(
        string untrusted, string type, string? controller)
    {
        foreach (string line in untrusted.Split('\n').Take(MaxLines))
        {
            int separatorIndex = line.IndexOf(Separator, StringComparison.Ordinal);
            string[] about = separatorIndex < 0 ? [] : line[..separatorIndex].Split(' ');
            string[] system = separatorIndex < 0 ? [] : line[(separatorIndex + Separator.Length)..].Split(' ');
            if (about.Length > MountIndex
                && system.Length > 0
                && system[0] == type
                && (controller is null || system[^1].Split(',').Contains(controller)))
            {
                yield return (Unescape(about[RootIndex]), Unescape(about[MountIndex]));
            }
        }
    }

    // The kernel writes what would end a field in octal.
    private static string Unescape(string field) => field
        .Replace("\\040", " ", StringComparison.Ordinal)
        .Replace("\\011", "\t", StringComparison.Ordinal)
        .Replace("\\012", "\n", StringComparison.Ordinal)
        .Replace("\\134", "\\", StringComparison.Ordinal);
}
