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
    private volatile MappedCode[] _mapped = [];

    /// <param name="proc">Where processes are described.</param>
    /// <param name="pid">The process.</param>
    /// <param name="startTicks">When it started: another process can have the id later.</param>
    public MappedNames(ProcDirectory proc, int pid, ulong startTicks)
    {
        _proc = proc;
        _pid = pid;
        _startTicks = startTicks;
        string? own = proc.Namespace(Environment.ProcessId, "mnt");
        _isInOwnMounts = own is not null && own == proc.Namespace(pid, "mnt");
        Refresh();
    }

    /// <summary>Reads what is mapped now, in about a millisecond; keeps what is known if the process is gone.</summary>
    public void Refresh()
    {
        List<MappedCode> mapped = [];
        foreach (string line in _proc.Mappings(_pid))
        {
            if (MappedCode.TryParse(line, out MappedCode one))
            {
                mapped.Add(one);
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
    public IReadOnlyList<NativeMapping> Find(ReadOnlySpan<ulong> ascending)
    {
        Refresh();
        List<NativeMapping> found = [];
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
                found.Add(Describe(mapped, ascending[first..index]));
            }
        }

        return found;
    }

    private NativeMapping Describe(in MappedCode mapped, ReadOnlySpan<ulong> addresses)
    {
        NativeMapping described = new(mapped.Start, mapped.End, mapped.Offset, mapped.Path);
        using SafeFileHandle? file = mapped.IsFile ? Open(mapped.Path) : null;
        if (file is null || ElfFunctions.TryOpen(file) is not { } functions)
        {
            return described;
        }

        ulong[] offsets = new ulong[addresses.Length];
        for (int index = 0; index < offsets.Length; index++)
        {
            offsets[index] = addresses[index] - mapped.Start + mapped.Offset;
        }

        ulong bias = mapped.Start - mapped.Offset;
        return described with
        {
            Functions =
            [
                .. functions.Find(offsets).Values.Distinct()
                    .Select(one => new NativeFunction(
                        unchecked(one.Offset + bias), unchecked(one.Offset + one.Bytes + bias), one.Name))
                    .OrderBy(one => one.Start),
            ],
        };
    }

    // After the end of the process its files can be reached only where they are those of this process.
    private SafeFileHandle? Open(string path) =>
        TargetFile.Open(_proc.InRootOf(_pid, ""), path) ?? (_isInOwnMounts ? TargetFile.Open("/", path) : null);
}
