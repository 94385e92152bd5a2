using System.Globalization;

namespace Contrail.Processes;

/// <summary>
/// Reads what Linux reports of the threads of a process. Threads end at any time: what cannot be read is left out.
/// </summary>
internal static class ProcThreads
{
    private const string State = "State:";
    private const string VoluntarySwitches = "voluntary_ctxt_switches:";

    /// <summary>The threads that have a name; the kernel keeps 15 bytes of it.</summary>
    public static IReadOnlyList<int> Named(int pid, string name)
    {
        List<int> found = [];
        try
        {
            foreach (string folder in Directory.EnumerateDirectories($"/proc/{pid}/task"))
            {
                if (Read(Path.Combine(folder, "comm"))?.TrimEnd('\n') == name)
                {
                    found.Add(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));
                }
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The process ended meanwhile.
        }

        return found;
    }

    /// <summary>Whether a thread sleeps, and how often it has gone to sleep by itself; null if it has ended.</summary>
    public static (bool IsAsleep, long SleepCount)? Sleep(int pid, int threadId)
    {
        string? status = Read($"/proc/{pid}/task/{threadId}/status");
        return Field(status, State) is { } state
            && long.TryParse(
                Field(status, VoluntarySwitches), NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            ? (state.StartsWith('S'), count)
            : null;
    }

    /// <summary>The processor time of a thread in hundredths of a second; null if it has ended.</summary>
    public static long? ProcessorTicks(int pid, int threadId)
    {
        const int UserIndex = 11;
        const int SystemIndex = 12;
        string? stat = Read($"/proc/{pid}/task/{threadId}/stat");
        string[] fields = stat?[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return fields.Length > SystemIndex
            && long.TryParse(fields[UserIndex], NumberStyles.None, CultureInfo.InvariantCulture, out long user)
            && long.TryParse(fields[SystemIndex], NumberStyles.None, CultureInfo.InvariantCulture, out long system)
            ? user + system
            : null;
    }

    /// <summary>The processor time of the calling thread; null if the kernel does not report it.</summary>
    public static TimeSpan? OwnTime() =>
        Read("/proc/thread-self/schedstat")?.Split(' ')[0] is { } nanoseconds
        && long.TryParse(nanoseconds, NumberStyles.None, CultureInfo.InvariantCulture, out long used)
            ? TimeSpan.FromTicks(used / TimeSpan.NanosecondsPerTick)
            : null;

    /// <summary>
    /// Whether the control group of a process is frozen, as by <c>docker pause</c>: its threads then look like sleeping
    /// ones. Null if that cannot be read.
    /// </summary>
    public static bool? IsFrozen(int pid)
    {
        const string SecondVersion = "0::";
        string? line = Read($"/proc/{pid}/cgroup")?.Split('\n')
            .FirstOrDefault(one => one.StartsWith(SecondVersion, StringComparison.Ordinal));

        // The first version of control groups shows frozen threads in another state.
        if (line is null)
        {
            return false;
        }

        string path = line[SecondVersion.Length..];
        bool isRoot = path == "/";
        string? events = Read($"/sys/fs/cgroup{path}/cgroup.events")
            ?? Read($"/sys/fs/cgroup/unified{path}/cgroup.events");
        return isRoot ? false : events?.Contains("frozen 1", StringComparison.Ordinal);
    }

    private static string? Field(string? status, string name)
    {
        int start = status is null ? -1 : ('\n' + status).IndexOf('\n' + name, StringComparison.Ordinal);
        return start < 0 ? null : status![(start + name.Length)..].Split('\n', 2)[0].Trim();
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
