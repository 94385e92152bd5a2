using Contrail.EventPipe;
using Contrail.Ipc;
using Contrail.Launch;
using Contrail.Processes;

namespace Contrail;

/// <summary>
/// A .NET process that waits at its first instruction. It continues when a recorder has opened
/// <see cref="EventPipeSource.Starting"/>, and at the latest when the handler of its <see cref="DiagnosticPort"/>
/// returns.
/// </summary>
public sealed class StartingProgram
{
    /// <summary>A process that is alive and does not answer is asked for a minute; then it is given up.</summary>
    private const int MaxResumeTries = 12;

    private readonly DiagnosticClient _client;
    private readonly string? _portsOfOthers;
    private int _isResumed;

    /// <param name="pid">Its id in our pid namespace; 0 when it is not visible there.</param>
    /// <param name="client">Talks to its runtime.</param>
    /// <param name="portsOfOthers">The ports that it would connect to without us; null for none.</param>
    internal StartingProgram(int pid, DiagnosticClient client, string? portsOfOthers)
    {
        Pid = pid;
        _client = client;
        _portsOfOthers = portsOfOthers;
    }

    /// <summary>Its id in our pid namespace; 0 when it is not visible there.</summary>
    public int Pid { get; }

    /// <summary>
    /// Whether it is a part of the .NET SDK: <c>dotnet run</c> itself, MSBuild, the compiler; not what they run.
    /// </summary>
    public bool BelongsToSdk => SdkPrograms.Contains(Pid, new ProcDirectory());

    /// <summary>
    /// The ids of the .NET processes that run now and were started by this one, directly or through others, after
    /// <see cref="ForgetPort"/>. A program that is a launcher leaves its work to one of them.
    /// </summary>
    public IReadOnlyList<int> DotnetDescendants() => Descendants.DotnetOf(Pid, new ProcDirectory());

    /// <summary>Opens the sessions, and lets it run.</summary>
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
    /// Has the processes that it will start run as without us. To be called while it waits: later its environment has
    /// been read.
    /// </summary>
    public void ForgetPort()
    {
        try
        {
            _client.SetEnvironmentVariable(PortEnvironment.Name, _portsOfOthers ?? "");
        }
        catch (Exception failure) when (DiagnosticClient.IsConnectionFailure(failure))
        {
            // Then they connect, and are let run at once.
        }
    }

    /// <summary>Lets it run, once; nothing happens when it is gone.</summary>
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
            // The connection failed, so it comes by another one if it is alive and the port is open.
            bool isAlive = Pid == 0 || new ProcDirectory().Stat(Pid) is { IsDead: false };
            return !isAlive || failure is ObjectDisposedException;
        }
    }
}
