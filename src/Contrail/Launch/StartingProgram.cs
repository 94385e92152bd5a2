using Contrail.EventPipe;
using Contrail.Ipc;
using Contrail.Launch;
using Contrail.Processes;

namespace Contrail;

/// <summary>
/// Represents a .NET process that is suspended at its first instruction. It continues when a recorder has opened
/// <see cref="EventPipeSource.Starting"/>, and at the latest when the handler of its <see cref="DiagnosticPort"/>
/// returns. All members are thread-safe.
/// </summary>
public sealed class StartingProgram
{
    /// <summary>Requests to a running process that does not respond are repeated for this time.</summary>
    private const int MaxResumeTries = 12;

    private readonly DiagnosticClient _client;
    private readonly string? _portsOfOthers;
    private int _isResumed;

    /// <param name="pid">The process id in this pid namespace; 0 if it is not visible.</param>
    /// <param name="client">The connection to its runtime.</param>
    /// <param name="portsOfOthers">The other diagnostic ports in its environment; null for none.</param>
    internal StartingProgram(int pid, DiagnosticClient client, string? portsOfOthers)
    {
        Pid = pid;
        _client = client;
        _portsOfOthers = portsOfOthers;
    }

    /// <summary>Gets the process id in this pid namespace; 0 if it is not visible.</summary>
    public int Pid { get; }

    /// <summary>
    /// Gets whether the program is part of the .NET SDK, such as <c>dotnet run</c>, MSBuild or the compiler.
    /// </summary>
    public bool BelongsToSdk => SdkPrograms.Contains(Pid, new ProcDirectory());

    /// <summary>
    /// Returns the ids of running .NET processes that this one started after <see cref="ForgetPort"/>, directly or
    /// indirectly. If the program is a launcher, one of them does the work.
    /// </summary>
    public IReadOnlyList<int> DotnetDescendants() => Descendants.DotnetOf(Pid, new ProcDirectory());

    /// <summary>Opens the sessions, and resumes the process.</summary>
    internal EventPipeTarget Open(Func<DiagnosticClient, EventPipeTarget> open)
    {
        try
        {
            return open(_client);
        }
        finally
        {
            Resume();
        }
    }

    /// <summary>
    /// Removes the port from the environment of the process, so that its child processes start normally. Call it while
    /// the process is suspended, before it reads its environment.
    /// </summary>
    public void ForgetPort()
    {
        try
        {
            _client.SetEnvironmentVariable(PortEnvironment.Name, _portsOfOthers ?? "");
        }
        catch (Exception failure) when (DiagnosticClient.IsConnectionFailure(failure))
        {
            // Its child processes then connect and continue immediately.
        }
    }

    /// <summary>Resumes the process once; does nothing if it has exited.</summary>
    internal void Resume()
    {
        if (Interlocked.Exchange(ref _isResumed, 1) != 0)
        {
            return;
        }

        for (int tryCount = 0; tryCount < MaxResumeTries && !TryResume(); tryCount++)
        {
        }
    }

    private bool TryResume()
    {
        try
        {
            _client.Resume();
            return true;
        }
        catch (Exception failure) when (DiagnosticClient.IsConnectionFailure(failure))
        {
            // The connection failed; a running process connects again while the port is open.
            bool isAlive = Pid == 0 || new ProcDirectory().Stat(Pid) is { IsDead: false };
            return !isAlive || failure is ObjectDisposedException;
        }
    }
}
