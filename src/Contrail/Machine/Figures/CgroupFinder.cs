using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Processes;

namespace Contrail.Machine.Figures;

/// <summary>
/// Finds the folders of a process's control groups. Pure. The kernel writes the paths as the reading process may see
/// them: a group outside of its cgroup namespace or of its mounts has no folder, and its figures are unknown.
/// </summary>
internal static class CgroupFinder
{
    /// <summary>Containers have some hundred mounts, and a process has one group in each of few hierarchies.</summary>
    private const int MaxLines = 1 << 14;

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
        Mount[] mounts = [.. new MountTable(untrustedMounts).Mounts.Take(MaxLines)];
        List<CgroupLocation> found = [];
        foreach (string line in untrustedGroups.Split('\n').Take(MaxLines))
        {
            // hierarchy:controllers:path, where the path may contain colons too.
            string[] fields = line.Split(':', 3);
            if (fields is ["0", "", var path])
            {
                Add(found, FigureFolder.Cgroup2, FolderOf(path, mounts.Where(mount => mount.Type == "cgroup2")));
            }
            else if (fields is [_, var controllers, var groupPath])
            {
                string[] names = controllers.Split(',');
                foreach ((FigureFolder folder, string controller) in FirstVersion)
                {
                    if (names.Contains(controller))
                    {
                        Add(found, folder, FolderOf(groupPath, mounts.Where(
                            mount => mount.Type == "cgroup" && mount.SystemOptions.Contains(controller))));
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
    private static (string, string)? FolderOf(string path, IEnumerable<Mount> mounts)
    {
        string group = path.TrimEnd('/');
        foreach (Mount mount in mounts)
        {
            string prefix = mount.Root.TrimEnd('/');
            bool isWithin = group.StartsWith(prefix, StringComparison.Ordinal)
                && (group.Length == prefix.Length || group[prefix.Length] == '/');
            string relative = isWithin ? group[prefix.Length..] : "";
            if (isWithin && !relative.Split('/').Contains(".."))
            {
                return (mount.Path, relative);
            }
        }

        return null;
    }
}
