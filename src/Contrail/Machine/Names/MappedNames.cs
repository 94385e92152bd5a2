using Contrail.Core.Snapshots;
using Contrail.Processes;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Machine.Names;

/// <summary>
/// Names the native code of a process by the files that it maps. What is mapped is read at a snapshot, and from time to
/// time before: when the process has died, the last of it counts. Safe from any thread.
/// </summary>
internal sealed class MappedNames : INativeNames
{
    private readonly ProcDirectory _proc;
    private readonly int _pid;
    private readonly ulong _startTicks;
    private readonly bool _isInOwnMounts;
    private readonly TimeProvider _time;
    private volatile MappedCode[] _mapped = [];

    /// <param name="proc">Where processes are described.</param>
    /// <param name="pid">The process.</param>
    /// <param name="startTicks">When it started: another process can have the id later.</param>
    /// <param name="time">Limits the time of a lookup.</param>
    public MappedNames(ProcDirectory proc, int pid, ulong startTicks, TimeProvider time)
    {
        _time = time;
        _proc = proc;
        _pid = pid;
        _startTicks = startTicks;
        string? own = proc.Namespace(Environment.ProcessId, "mnt");
        _isInOwnMounts = own is not null && own == proc.Namespace(pid, "mnt");
        Refresh();
    }

    /// <summary>
    /// Reads what is mapped now, in about a millisecond; keeps what is known if the process is gone. It takes some
    /// tenths of a second, and MiB of memory, of a process that maps as much as it can.
    /// </summary>
    public void Refresh()
    {
        List<MappedCode> mapped = [];
        Dictionary<string, string> paths = [];
        foreach (string line in _proc.CodeMappings(_pid))
        {
            if (MappedCode.TryParse(line, out MappedCode one))
            {
                paths.TryAdd(one.Path, one.Path);
                mapped.Add(one with { Path = paths[one.Path] });
            }
        }

        // Read in this order, so that they are of this process if it exists afterwards.
        if (mapped.Count > 0 && _proc.Stat(_pid, _startTicks) is not null)
        {
            mapped.Sort(static (left, right) => left.Start.CompareTo(right.Start));
            _mapped = [.. mapped];
        }
    }

    /// <inheritdoc/>
    public NativeNames Find(ReadOnlySpan<ulong> ascending, CancellationToken cancellationToken)
    {
        Refresh();
        NamingBudget budget = new(_time, cancellationToken);
        List<NativeMapping> found = [];
        foreach (IGrouping<string, NeededCode> file in Needed(ascending).GroupBy(one => one.Mapped.Path))
        {
            found.AddRange(Describe([.. file], budget));
        }

        return new NativeNames([.. found.OrderBy(one => one.Start)], budget.LeftOutCount);
    }

    private List<NeededCode> Needed(ReadOnlySpan<ulong> ascending)
    {
        List<NeededCode> needed = [];
        int index = 0;
        foreach (MappedCode mapped in _mapped)
        {
            while (index < ascending.Length && ascending[index] < mapped.Start)
            {
                index++;
            }

            int first = index;
            while (index < ascending.Length && ascending[index] < mapped.End)
            {
                index++;
            }

            if (index > first && mapped.Path.Length > 0)
            {
                needed.Add(new NeededCode(mapped, ascending[first..index].ToArray()));
            }
        }

        return needed;
    }

    private IEnumerable<NativeMapping> Describe(NeededCode[] ranges, NamingBudget budget)
    {
        if (!ranges[0].Mapped.IsFile)
        {
            return FileFunctions.Describe(ranges);
        }

        using SafeFileHandle? file = budget.IsSpent ? null : Open(ranges[0].Mapped.Path);
        return [.. FileFunctions.Describe(ranges, file, budget)];
    }

    // After the end of the process its files can be reached only where they are those of this process.
    private SafeFileHandle? Open(string path)
    {
        bool isAlive = _proc.Stat(_pid, _startTicks) is not null;
        return (isAlive ? TargetFile.Open(_proc.InRootOf(_pid, ""), path) : null)
            ?? (_isInOwnMounts ? TargetFile.Open("/", path) : null);
    }
}
