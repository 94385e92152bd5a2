namespace Contrail.Processes;

/// <summary>A file system that a process sees.</summary>
/// <param name="Root">The folder of the file system that is seen.</param>
/// <param name="Path">Where it is seen.</param>
/// <param name="Options">The options of the mount.</param>
/// <param name="Type">The type of the file system: <c>ext4</c>, <c>cgroup2</c>.</param>
/// <param name="SystemOptions">The options of the file system itself.</param>
internal sealed record Mount(
    string Root, string Path, IReadOnlyList<string> Options, string Type, IReadOnlyList<string> SystemOptions)
{
    private const int RootIndex = 3;
    private const int PathIndex = 4;
    private const int OptionsIndex = 5;
    private const string Separator = " - ";

    /// <summary>Reads a line of <c>mountinfo</c>; null if it is none.</summary>
    public static Mount? Parse(string untrusted)
    {
        // 36 35 0:31 ROOT PATH rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
        int separatorIndex = untrusted.IndexOf(Separator, StringComparison.Ordinal);
        string[] about = separatorIndex < 0 ? [] : untrusted[..separatorIndex].Split(' ');
        return about.Length > OptionsIndex && untrusted[(separatorIndex + Separator.Length)..].Split(' ') is var system
            ? new Mount(
                Unescape(about[RootIndex]), Unescape(about[PathIndex]), about[OptionsIndex].Split(','), system[0],
                system[^1].Split(','))
            : null;
    }

    // The kernel writes what would end a field in octal.
    private static string Unescape(string field) => field
        .Replace("\\040", " ", StringComparison.Ordinal)
        .Replace("\\011", "\t", StringComparison.Ordinal)
        .Replace("\\012", "\n", StringComparison.Ordinal)
        .Replace("\\134", "\\", StringComparison.Ordinal);
}
