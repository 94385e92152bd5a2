using System.Globalization;

namespace Contrail.Scenarios.Support;

/// <summary>Freezes a process as <c>docker pause</c> does, until this is disposed. Needs root.</summary>
public sealed class CgroupFreezer : IDisposable
{
    private const string FirstVersion = "/sys/fs/cgroup/freezer";
    private const string SecondVersion = "/sys/fs/cgroup";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _folder;
    private readonly string _before;
    private readonly int _processId;

    private CgroupFreezer(int processId)
    {
        _processId = processId;
        _before = Root;
        _folder = Path.Combine(Root, $"contrail-test-{processId}");
    }

    /// <summary>Whether this machine permits freezing.</summary>
    public static bool IsUsable => Environment.IsPrivilegedProcess && (IsFirstVersion || File.Exists(
        Path.Combine(SecondVersion, "cgroup.controllers")));

    private static bool IsFirstVersion => Directory.Exists(FirstVersion);

    private static string Root => IsFirstVersion ? FirstVersion : SecondVersion;

    /// <summary>Returns when the process is frozen.</summary>
    public static CgroupFreezer Freeze(int processId)
    {
        CgroupFreezer freezer = new(processId);
        Directory.CreateDirectory(freezer._folder);
        freezer.Move(freezer._folder);
        freezer.Set(frozen: true);
        return freezer;
    }

    public void Dispose()
    {
        Set(frozen: false);
        Move(_before);
        Directory.Delete(_folder);
    }

    private void Move(string folder) => File.WriteAllText(
        Path.Combine(folder, "cgroup.procs"), _processId.ToString(CultureInfo.InvariantCulture));

    private void Set(bool frozen)
    {
        string file = Path.Combine(_folder, IsFirstVersion ? "freezer.state" : "cgroup.freeze");
        string word = (frozen, IsFirstVersion) switch
        {
            (true, true) => "FROZEN",
            (false, true) => "THAWED",
            (true, false) => "1",
            (false, false) => "0",
        };
        File.WriteAllText(file, word);
        string state = IsFirstVersion ? file : Path.Combine(_folder, "cgroup.events");
        string expected = IsFirstVersion ? word : "frozen " + word;
        if (!SpinWait.SpinUntil(() => File.ReadAllText(state).Contains(expected, StringComparison.Ordinal), Patience))
        {
            throw new TimeoutException($"{file} did not become {word}.");
        }
    }
}
