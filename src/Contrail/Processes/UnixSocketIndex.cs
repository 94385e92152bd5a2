namespace Contrail.Processes;

/// <summary>
/// Where the kernel lists diagnostics sockets, read once for each network namespace: a machine has hundreds of
/// processes and thousands of sockets. For one listing, as nothing is read again. Safe for concurrent use.
/// </summary>
internal sealed class UnixSocketIndex
{
    private readonly ProcDirectory _proc;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ILookup<string, string>> _byNamespace = [];

    public UnixSocketIndex(ProcDirectory proc) => _proc = proc;

    /// <summary>How often the kernel's list was read.</summary>
    public int ReadCount { get; private set; }

    /// <summary>The paths of sockets of that file name in the network namespace of a process.</summary>
    public IEnumerable<string> PathsOf(int pid, string fileName)
    {
        // The namespace of a process that may not be inspected is unknown; most share the one of this process.
        string? network = _proc.Namespace(pid, "net");
        int reader = network is null ? Environment.ProcessId : pid;
        return PathsIn(network ?? _proc.Namespace(reader, "net") ?? "", reader)[fileName];
    }

    // One thread reads, the others wait for its result.
    private ILookup<string, string> PathsIn(string network, int reader)
    {
        lock (_lock)
        {
            if (_byNamespace.TryGetValue(network, out ILookup<string, string>? known))
            {
                return known;
            }

            ReadCount++;
            IReadOnlyList<string>? paths = _proc.DiagnosticSockets(reader);
            ILookup<string, string> read = (paths ?? []).Distinct()
                .ToLookup(path => Path.GetFileName(path), StringComparer.Ordinal);
            if (paths is not null)
            {
                _byNamespace[network] = read;
            }

            // Otherwise the process ended while it was read, which shows nothing about the others.
            return read;
        }
    }
}
