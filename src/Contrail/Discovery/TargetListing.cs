using System.Net.Sockets;
using Contrail.Core.Redaction;
using Contrail.Discovery;
using Contrail.Ipc;
using Contrail.Processes;
using Contrail.Sources;

namespace Contrail;

/// <summary>Lists the .NET processes of this machine, our own among them.</summary>
public static class TargetListing
{
    /// <summary>Names of assemblies are shorter, and a column of them leaves room for the rest of the line.</summary>
    private const int MaxShownChars = 40;

    /// <summary>How many processes are asked at once: they only wait.</summary>
    private const int MaxAskedAtOnce = 16;

    /// <summary>A runtime answers within a millisecond; one that does not is stopped or very busy.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    /// <summary>However many there are that do not answer, whoever waits for the listing waits no longer.</summary>
    private static readonly TimeSpan AnswersTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Every process with a .NET runtime or a diagnostics socket, by ascending pid; those that cannot be recorded with
    /// the reason. Waits at most a second for each that does not answer, and three for all.
    /// </summary>
    public static IReadOnlyList<ListedTarget> Current(CancellationToken cancellationToken = default)
    {
        Deadline end = Deadline.In(AnswersTimeout);
        return List(new ProcDirectory().Pids(), socket => Ask(socket, end), cancellationToken);
    }

    /// <summary>
    /// Those of that name, upper or lower case. No process is asked for anything, so that none is waited for.
    /// </summary>
    public static IReadOnlyList<ListedTarget> Named(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Repeated(name, cancellationToken).List();
    }

    /// <summary>The same for listings that are repeated, so that each costs little.</summary>
    internal static NamedListing Repeated(string name, CancellationToken cancellationToken = default) =>
        new(name, new ProcDirectory(), pids => List(pids, _ => (null, null, false), cancellationToken));

    private static IReadOnlyList<ListedTarget> List(
        IReadOnlyList<int> pids,
        Func<TargetSocket, (string? Version, string? Silence, bool IsRefused)> ask,
        CancellationToken cancellationToken)
    {
        ProcDirectory proc = new();
        EndpointSearch search = new();
        ListedTarget?[] listed = new ListedTarget?[pids.Count];
        ParallelOptions bounded = new()
        {
            MaxDegreeOfParallelism = MaxAskedAtOnce,
            CancellationToken = cancellationToken,
        };
        Parallel.For(0, pids.Count, bounded, index => listed[index] = List(proc, search, pids[index], ask));
        return [.. listed.OfType<ListedTarget>()];
    }

    /// <summary>A name for a line of text: a process chooses its own, of any length.</summary>
    public static string Shorten(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length > MaxShownChars ? name[..(MaxShownChars - 1)] + "…" : name;
    }

    /// <summary>The name a user would give a process: of the assembly where <c>dotnet</c> runs one.</summary>
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
        Func<TargetSocket, (string? Version, string? Silence, bool IsRefused)> ask)
    {
        DiagnosticEndpoint endpoint = search.Find(pid);
        bool isDotNet = endpoint.Status switch
        {
            Attachability.NoSuchProcess or Attachability.NotDotNet => false,

            // We could not look inside. A socket of the right name is the only sign there is.
            Attachability.OtherUser => endpoint.HasForeignSocket,
            _ => true,
        };
        if (!isDotNet)
        {
            return null;
        }

        IReadOnlyList<string> arguments = proc.Arguments(pid);
        (string? version, string? silence, bool isRefused) = endpoint.Socket is not { } socket ? (null, null, false)
            : proc.Stat(pid) is { IsStopped: true } ? (null, "It is stopped, by a signal or a debugger.", false)
            : ask(socket);
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

    private static (string? Version, string? Silence, bool IsRefused) Ask(TargetSocket socket, Deadline end)
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
            return (null, $"It did not answer: {failed.Message}", false);
        }
    }
}
