namespace Contrail.Scenarios.Machine;

/// <summary>What this process has open of the kernel's performance events.</summary>
internal static class PerfDescriptors
{
    private const string Name = "anon_inode:[perf_event]";

    /// <summary>How many events are open.</summary>
    public static int EventCount() => Directory.EnumerateFileSystemEntries("/proc/self/fd")
        .Count(path => new FileInfo(path).LinkTarget == Name);

    /// <summary>How many rings are mapped.</summary>
    public static int RingCount() =>
        File.ReadLines("/proc/self/maps").Count(line => line.EndsWith(Name, StringComparison.Ordinal));
}
