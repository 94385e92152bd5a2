using System.Globalization;

namespace Contrail.Scenarios.Support;

/// <summary>
/// A control group that permits a process 20 ms of processor time in each 100 ms, until this is disposed. Needs root.
/// </summary>
public sealed class CgroupQuota : IDisposable
{
    /// <summary>The processor time in each period.</summary>
    public const long QuotaNanoseconds = 20_000_000;

    /// <summary>The period.</summary>
    public const long PeriodNanoseconds = 100_000_000;

    private const string FirstVersion = "/sys/fs/cgroup/cpu";
    private const string SecondVersion = "/sys/fs/cgroup";

    private readonly string _folder;
    private readonly int _processId;

    /// <summary>Moves a process into a group of its own.</summary>
    public CgroupQuota(int processId)
    {
        _processId = processId;
        Name = $"/contrail-quota-{processId}";
        _folder = Root + Name;
        Directory.CreateDirectory(_folder);
        if (IsFirstVersion)
        {
            Write(_folder, "cpu.cfs_period_us", 100_000);
            Write(_folder, "cpu.cfs_quota_us", 20_000);
        }
        else
        {
            File.WriteAllText(Path.Combine(_folder, "cpu.max"), "20000 100000");
        }

        Write(_folder, "cgroup.procs", processId);
    }

    /// <summary>Whether this machine permits such a group.</summary>
    public static bool IsUsable => Environment.IsPrivilegedProcess && (IsFirstVersion || HasController);

    /// <summary>The path of the group.</summary>
    public string Name { get; }

    /// <summary>The file with the counts of the periods, of which the group was throttled in some.</summary>
    public string CountsFile => Path.Combine(_folder, "cpu.stat");

    private static bool IsFirstVersion => File.Exists(Path.Combine(FirstVersion, "cpu.cfs_quota_us"))
        || Directory.Exists(FirstVersion);

    private static bool HasController => File.Exists(Path.Combine(SecondVersion, "cgroup.subtree_control"))
        && File.ReadAllText(Path.Combine(SecondVersion, "cgroup.subtree_control")).Split().Contains("cpu");

    private static string Root => IsFirstVersion ? FirstVersion : SecondVersion;

    public void Dispose()
    {
        // A process that has ended is in no group.
        if (Directory.Exists($"/proc/{_processId}"))
        {
            Write(Root, "cgroup.procs", _processId);
        }

        Directory.Delete(_folder);
    }

    private static void Write(string folder, string name, long number) =>
        File.WriteAllText(Path.Combine(folder, name), number.ToString(CultureInfo.InvariantCulture));
}
