using System.Buffers;
using System.Globalization;
using System.Text;

namespace Contrail.Processes;

/// <summary>
/// Reads what Linux reports about processes. A process can exit between any two reads: what cannot be read is null,
/// never an exception. Safe for concurrent use; nothing is kept.
/// </summary>
internal sealed class ProcDirectory
{
    /// <summary>More lines of a file, or threads of a process, are not believed.</summary>
    private const int MaxMappingLines = ProcMappings.MaxLines;

    /// <summary>Long enough for every command line that a person will read.</summary>
    private const int MaxCommandLineBytes = 128 << 10;

    private readonly string _root;

    public ProcDirectory(string root = "/proc")
    {
        _root = root;
    }

    /// <summary>All processes that we may see.</summary>
    public IReadOnlyList<int> Pids()
    {
        List<int> pids = [];
        foreach (string path in Directory.EnumerateDirectories(_root))
        {
            if (int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
            {
                pids.Add(pid);
            }
        }

        pids.Sort();
        return pids;
    }

    public ProcStat? Stat(int pid) =>
        ReadText(pid, "stat") is { } text && ProcStat.TryParse(text, out ProcStat stat) ? stat : null;

    /// <summary>The same of one life of that id; null once it is gone, also where another has the id.</summary>
    public ProcStat? Stat(int pid, ulong startTicks) =>
        Stat(pid) is { } stat && stat.StartTicks == startTicks ? stat : null;

    /// <summary>
    /// Whether that life of the id is over. False while that is unknown: where the recorder has no descriptor left,
    /// nothing can be read of a process that lives.
    /// </summary>
    public bool HasEnded(int pid, ulong startTicks) => Stat(pid) is { } stat
        ? stat.IsDead || stat.StartTicks != startTicks
        : !Directory.Exists(PathOf(pid, ""));

    public ProcStatus? Status(int pid) =>
        ReadText(pid, "status") is { } text && ProcStatus.TryParse(text, out ProcStatus status) ? status : null;

    /// <summary>
    /// How long the machine runs, the time it slept included, as in <see cref="ProcStat.StartTicks"/>.
    /// </summary>
    public TimeSpan? Uptime()
    {
        string? text = ReadText("uptime");
        string first = text is null ? "" : text.Split(' ')[0];
        return double.TryParse(first, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            && seconds < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    /// <summary>How long a process has been running.</summary>
    public TimeSpan? Age(ProcStat stat) =>
        Uptime() - TimeSpan.FromSeconds((double)stat.StartTicks / ProcStat.TicksPerSecond);

    /// <summary>Our own effective user; 0 is root.</summary>
    public uint? OwnUid() => Status(Environment.ProcessId)?.EffectiveUid;

    /// <summary>The short name the kernel has; at most 15 bytes of it.</summary>
    public string? Name(int pid) => ReadText(pid, "comm")?.TrimEnd('\n');

    /// <summary>The arguments; empty when there are none, as for a thread of the kernel.</summary>
    public IReadOnlyList<string> Arguments(int pid)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(MaxCommandLineBytes);
        int readBytes = ReadStart(pid, "cmdline", bytes.AsSpan(0, MaxCommandLineBytes));
        string text = Encoding.UTF8.GetString(bytes, 0, readBytes).TrimEnd('\0');
        ArrayPool<byte>.Shared.Return(bytes);
        return text.Length == 0 ? [] : text.Split('\0');
    }

    /// <summary>
    /// Whether the environment that the process was started with has that text in it; nothing of it is kept.
    /// </summary>
    public bool EnvironmentHolds(int pid, ReadOnlySpan<byte> text)
    {
        byte[] bytes = [];
        try
        {
            bytes = File.ReadAllBytes(PathOf(pid, "environ"));
            return bytes.AsSpan().IndexOf(text) >= 0;
        }
        catch (Exception gone) when (IsGoneOrForbidden(gone))
        {
            return false;
        }
        finally
        {
            Array.Clear(bytes);
        }
    }

    /// <summary>The program's file, with no symbolic link in its path.</summary>
    public string? Executable(int pid) => ReadLink(pid, "exe");

    /// <summary>A way to the program's file, also when its path is of another mount namespace.</summary>
    public string ExecutablePath(int pid) => PathOf(pid, "exe");

    public string? WorkingDirectory(int pid) => ReadLink(pid, "cwd");

    public string? Cgroup(int pid) => ReadText(pid, "cgroup");

    /// <summary>The directory that the process sees as <c>/tmp</c>.</summary>
    public string TemporaryDirectory(int pid) => PathOf(pid, "root/tmp");

    /// <summary>Whether a runtime is mapped; a single-file program holds it without a library of its own.</summary>
    public RuntimePresence RuntimeIn(int pid)
    {
        RuntimePresence found = RuntimePresence.None;
        try
        {
            foreach (string line in File.ReadLines(PathOf(pid, "maps")).Take(MaxMappingLines))
            {
                // The runtime maps its own code twice, through a memory file of this name, also in a single file.
                if (line.EndsWith("/libcoreclr.so", StringComparison.Ordinal)
                    || line.Contains("/memfd:doublemapper", StringComparison.Ordinal))
                {
                    return RuntimePresence.Runtime;
                }

                if (line.EndsWith("/libhostfxr.so", StringComparison.Ordinal))
                {
                    found = RuntimePresence.HostOnly;
                }
            }
        }
        catch (UnauthorizedAccessException)
        {
            return RuntimePresence.Unreadable;
        }
        catch (IOException)
        {
            // The process ended while we read.
        }

        return found;
    }

    /// <summary>
    /// The paths of diagnostics sockets in the network namespace of the process; null when they cannot be read.
    /// </summary>
    public IReadOnlyList<string>? DiagnosticSockets(int pid)
    {
        try
        {
            return [.. File.ReadLines(PathOf(pid, "net/unix"))
                .Take(MaxMappingLines)
                .Where(line => line.Contains("/dotnet-diagnostic-", StringComparison.Ordinal))
                .Select(line => line[line.IndexOf('/', StringComparison.Ordinal)..])];
        }
        catch (Exception gone) when (IsGoneOrForbidden(gone))
        {
            return null;
        }
    }

    /// <summary>The clocks of its time namespace; null where the kernel has none.</summary>
    public string? TimeOffsets(int pid) => ReadText(pid, "timens_offsets");

    /// <summary>The namespace of that kind it is in, as the kernel writes it: <c>pid:[4026531836]</c>.</summary>
    public string? Namespace(int pid, string kind) => ReadLink(pid, "ns/" + kind);

    /// <summary>The file systems that the process sees, by <c>mountinfo</c>.</summary>
    public MountTable Mounts(int pid) => new(ReadText(pid, "mountinfo") ?? "");

    /// <summary>The diagnostic settings of the runtime at its start; null if they cannot be read.</summary>
    public DiagnosticSettings? Settings(int pid)
    {
        byte[] environment = [];
        try
        {
            environment = File.ReadAllBytes(PathOf(pid, "environ"));
            return DiagnosticSettings.Parse(environment);
        }
        catch (Exception gone) when (IsGoneOrForbidden(gone))
        {
            return null;
        }
        finally
        {
            Array.Clear(environment);
        }
    }

    /// <summary>From which number on process ids are given again, in our pid namespace.</summary>
    public int? MaxPid() =>
        int.TryParse(ReadText("sys/kernel/pid_max"), NumberStyles.Integer, CultureInfo.InvariantCulture, out int most)
            ? most
            : null;

    /// <summary>How many threads of the process have that name.</summary>
    public int ThreadsNamed(int pid, string name)
    {
        try
        {
            return Directory.EnumerateDirectories(PathOf(pid, "task")).Take(MaxMappingLines)
                .Count(path => ReadText(Path.Combine(path, "comm"))?.TrimEnd('\n') == name);
        }
        catch (Exception gone) when (IsGoneOrForbidden(gone))
        {
            return 0;
        }
    }

    /// <summary>The code that is mapped into the process, a line each; none if that cannot be read.</summary>
    public IReadOnlyList<string> CodeMappings(int pid) => ProcMappings.CodeLines(PathOf(pid, "maps"));

    /// <summary>How much code a runtime has made while it ran.</summary>
    public long CompiledCodeBytes(int pid) => ProcMappings.CompiledCodeBytes(PathOf(pid, "maps"));

    /// <summary>A path of the process, as we reach it.</summary>
    public string InRootOf(int pid, string absolutePath) => PathOf(pid, "root") + absolutePath;

    /// <summary>Reads the start of a file, and returns the number of bytes: 0 where nothing can be read.</summary>
    public int ReadStart(int pid, string name, Span<byte> destination)
    {
        try
        {
            using FileStream file = new(PathOf(pid, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
            return file.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
        catch (Exception gone) when (IsGoneOrForbidden(gone))
        {
            return 0;
        }
    }

    private static bool IsGoneOrForbidden(Exception exception) =>
        exception is IOException or UnauthorizedAccessException;

    private string PathOf(int pid, string name) =>
        Path.Combine(_root, pid.ToString(CultureInfo.InvariantCulture), name);

    private string? ReadLink(int pid, string name)
    {
        try
        {
            return new FileInfo(PathOf(pid, name)).LinkTarget;
        }
        catch (Exception gone) when (IsGoneOrForbidden(gone))
        {
            return null;
        }
    }

    private string? ReadText(int pid, string name) => ReadText(PathOf(pid, name));

    private string? ReadText(string name) => KernelFile.Read(Path.Combine(_root, name));
}
