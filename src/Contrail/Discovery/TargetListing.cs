using System.Net.Sockets;
using Contrail.Core.Redaction;
using Contrail.Discovery;
using Contrail.Ipc;
using Contrail.Processes;

namespace Contrail;

/// <summary>Lists the .NET processes of this machine, including the current one. All members are thread-safe.</summary>
/// <example>
/// <code>
/// foreach (ListedTarget target in TargetListing.Current())
/// {
///     Console.WriteLine($"{target.Pid} {target.Name} {target.Reason ?? "can be recorded"}");
/// }
/// </code>
/// </example>
public static class TargetListing
{
    /// <summary>Longer than most assembly names, and short enough for one column of a line.</summary>
    private const int MaxShownChars = 40;

    /// <summary>Maximum number of concurrent requests, which mostly wait.</summary>
    private const int MaxParallelRequests = 16;

    /// <summary>A runtime responds within a millisecond unless it is stopped or very busy.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Total time limit of a listing, for any number of processes that do not respond.</summary>
    private static readonly TimeSpan AnswersTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Returns each process with a .NET runtime or a diagnostic socket, by ascending process id, with the reason if it
    /// cannot be recorded. Waits at most 1 second for each process that does not respond, and 3 seconds in total.
    /// </summary>
    public static IReadOnlyList<ListedTarget> Current(CancellationToken cancellationToken = default)
    {
        Deadline end = Deadline.In(AnswersTimeout);
        return List(new ProcDirectory().Pids(), socket => Query(socket, end), cancellationToken);
    }

    /// <summary>
    /// Returns the processes with a name, ignoring case. Sends no request to a process, so it does not wait.
    /// </summary>
    public static IReadOnlyList<ListedTarget> Named(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Repeated(name, cancellationToken).List();
    }

    /// <summary>Creates a listing that can be repeated cheaply.</summary>
    internal static NamedListing Repeated(string name, CancellationToken cancellationToken = default) =>
        new(name, new ProcDirectory(), pids => List(pids, _ => (null, null, false), cancellationToken));

    private static IReadOnlyList<ListedTarget> List(
        IReadOnlyList<int> pids,
        Func<TargetSocket, (string? Version, string? Silence, bool IsRefused)> query,
        CancellationToken cancellationToken)
    {
        ProcDirectory proc = new();
        EndpointSearch search = new();
        ListedTarget?[] listed = new ListedTarget?[pids.Count];
        ParallelOptions bounded = new()
        {
            MaxDegreeOfParallelism = MaxParallelRequests,
            CancellationToken = cancellationToken,
        };
        Parallel.For(0, pids.Count, bounded, index => listed[index] = List(proc, search, pids[index], query));
        return [.. listed.OfType<ListedTarget>()];
    }

    /// <summary>Shortens the name of a process, which can have any length, for a line of text.</summary>
    public static string Shorten(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length > MaxShownChars ? name[..(MaxShownChars - 1)] + "…" : name;
    }

    /// <summary>Returns the name of the program, or of the assembly if <c>dotnet</c> runs it.</summary>
    internal static string NameOf(IReadOnlyList<string> arguments, string? kernelName)
    {
        string program = arguments.Count == 0 ? "" : Path.GetFileName(arguments[0]);
        string? assembly = program != "dotnet" ? null : arguments.Skip(1)
            .TakeWhile(argument => argument != "--")
            .FirstOrDefault(argument => argument.EndsWith(".dll", StringComparison.OrdinalIgnoreCase));
        if (assembly is not null)
        {
            return Path.GetFileNameWithoutExtension(assembly);
        }

        return program.Length > 0 ? program : kernelName ?? "";
    }

    private static ListedTarget? List(
        ProcDirectory proc,
        EndpointSearch search,
        int pid,
        Func<TargetSocket, (string? Version, string? Silence, bool IsRefused)> query)
    {
        DiagnosticEndpoint endpoint = search.Find(pid);
        bool isDotNet = endpoint.Status switch
        {
            Attachability.NoSuchProcess or Attachability.NotDotNet => false,

            // The process cannot be inspected; a socket with its name is the only evidence.
            Attachability.OtherUser => endpoint.HasForeignSocket,
            _ => true,
        };
        if (!isDotNet)
        {
            return null;
        }

        IReadOnlyList<string> arguments = proc.Arguments(pid);
        (string? version, string? silence, bool isRefused) = endpoint.Socket is not { } socket ? (null, null, false)
            : proc.Stat(pid) is { IsStopped: true } ? (null, "It is stopped by a signal or a debugger.", false)
            : query(socket);
        return new ListedTarget
        {
            Pid = pid,
            Name = NameOf(arguments, proc.Name(pid)),
            CommandLine = CommandLineRedaction.Redact(arguments),
            RuntimeVersion = version,
            Status = isRefused ? Attachability.SocketRefused : endpoint.Status,
            Reason = endpoint.Status == Attachability.Ready ? silence : endpoint.Explanation,
        };
    }

    private static (string? Version, string? Silence, bool IsRefused) Query(TargetSocket socket, Deadline end)
    {
        try
        {
            DiagnosticClient client = new DiagnosticClient(socket, AnswerTimeout).Until(end);
            return (client.Describe().RuntimeVersion, null, false);
        }
        catch (UntrustedPeerException refused)
        {
            return (null, refused.Message, true);
        }
        catch (Exception failed) when (failed is TimeoutException or IOException or SocketException
            or InvalidDataException)
        {
            return (null, $"It did not respond: {failed.Message}", false);
        }
    }
}
