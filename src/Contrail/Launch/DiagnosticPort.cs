using System.Diagnostics;
using System.Net.Sockets;
using Contrail.EventPipe;
using Contrail.Ipc;
using Contrail.Launch;
using Contrail.Processes;

namespace Contrail;

/// <summary>
/// Listens on a socket to which .NET runtimes connect at startup, and lets each of them continue. All members are
/// thread-safe.
/// </summary>
/// <remarks>
/// Child processes inherit the environment variable of the port. A .NET process that inherits it and starts after the
/// port was closed blocks at startup, so keep the port open while processes started with it may start others.
/// </remarks>
/// <example>
/// <code>
/// using DiagnosticPort port = new(program =>
/// {
///     FlightRecorder recorder = new(options, EventPipeSource.Starting(program));
///     recorder.Start();
/// });
/// port.AddTo(startInfo);
/// using Process process = Process.Start(startInfo)!;
/// </code>
/// </example>
public sealed class DiagnosticPort : IDisposable
{
    private static readonly TimeSpan AcceptFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    /// <summary>Longer than opening a recording takes: a process that is still suspended when the port closes blocks.
    /// </summary>
    private static readonly TimeSpan CloseWait = TimeSpan.FromSeconds(15);

    private readonly object _lock = new();
    private readonly HashSet<int> _pids = [];
    private readonly Action<StartingProgram> _onStarting;
    private readonly PortFolder? _folder;
    private readonly ReverseConnectListener _listener;
    private readonly ManualResetEventSlim _closing = new();
    private readonly Thread _receiver;
    private string? _portsOfOthers;
    private int _waitingCount;
    private int _programCount;
    private volatile string? _lastError;

    /// <summary>Opens the port, at a path that only the current user can access.</summary>
    /// <param name="onStarting">
    /// Called on a separate thread for each process while that process is suspended. <see cref="LastError"/> returns
    /// its exceptions.
    /// </param>
    /// <param name="path">The path of the socket to create. Default: in a private folder, removed by Dispose.</param>
    /// <exception cref="SourceUnavailableException">The socket cannot be created.</exception>
    public DiagnosticPort(Action<StartingProgram> onStarting, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(onStarting);
        _onStarting = onStarting;
        _folder = path is null ? PortFolder.Create() : null;
        try
        {
            _listener = new ReverseConnectListener(path ?? _folder!.SocketPath);
        }
        catch (Exception failure) when (failure is SocketException or IOException or UnauthorizedAccessException)
        {
            _folder?.Dispose();
            throw new SourceUnavailableException(
                $"Cannot create a socket at {path ?? "a private path"}: {failure.Message.TrimEnd('.')}. "
                + "Choose a path in a writable folder.",
                failure);
        }

        _receiver = new Thread(Receive) { Name = "Contrail port", IsBackground = true };
        _receiver.Start();
        new Thread(Warmup.RunForStart) { Name = "Contrail warm-up", IsBackground = true }.Start();
    }

    /// <summary>Gets the path of the socket.</summary>
    public string SocketPath => _listener.SocketPath;

    /// <summary>Gets the number of processes that have connected.</summary>
    public int ProgramCount => Volatile.Read(ref _programCount);

    /// <summary>Gets the message of the last exception of the handler; null without one.</summary>
    public string? LastError => _lastError;

    /// <summary>
    /// Adds the port to the environment of a command, so that its .NET processes connect here. Ports that are already
    /// set stay; a process waits at each of them in turn.
    /// </summary>
    /// <param name="start">The command.</param>
    public void AddTo(ProcessStartInfo start)
    {
        ArgumentNullException.ThrowIfNull(start);
        _portsOfOthers = PortEnvironment.Current(start.Environment);
        PortEnvironment.Add(start.Environment, SocketPath);
    }

    /// <summary>
    /// Waits up to 2 seconds for processes that were just started with this port and have not connected yet. Call it
    /// before closing, when no more processes are started: a process that connects too late blocks at startup.
    /// </summary>
    public void AwaitStarting()
    {
        ProcDirectory proc = new();
        foreach (int pid in Unconnected(proc))
        {
            while (PortHolders.IsStarting(pid, proc) && !HasConnected(pid))
            {
                _closing.Wait(LookEvery);
            }
        }

        AwaitHandlers();
    }

    /// <summary>
    /// Returns the ids of running non-.NET processes that were started with this port: their .NET child processes
    /// connect to it, or block at startup after it is closed.
    /// </summary>
    public IReadOnlyList<int> Holders() => Unconnected(new ProcDirectory());

    /// <summary>Lets suspended processes continue, then closes the port and removes its socket.</summary>
    public void Dispose()
    {
        if (_closing.IsSet)
        {
            return;
        }

        _closing.Set();
        AwaitHandlers();
        _listener.Dispose();
        _folder?.Dispose();
        _receiver.Join();
    }

    private void AwaitHandlers()
    {
        lock (_lock)
        {
            long started = Stopwatch.GetTimestamp();
            while (_waitingCount > 0 && Stopwatch.GetElapsedTime(started) < CloseWait)
            {
                Monitor.Wait(_lock, CloseWait);
            }
        }
    }

    private IReadOnlyList<int> Unconnected(ProcDirectory proc) =>
        [.. PortHolders.Of(SocketPath, proc).Where(pid => !HasConnected(pid))];

    private bool HasConnected(int pid)
    {
        lock (_lock)
        {
            return _pids.Contains(pid);
        }
    }

    private void Receive()
    {
        while (true)
        {
            try
            {
                Receive(_listener.Accept(AcceptFor));
            }
            catch (TimeoutException)
            {
                // No process connected in this time; only closing ends the wait.
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (Exception failure)
            {
                // For example too many open files. Any failure is retried, because a suspended process must be able to
                // connect.
                _lastError = failure.Message;
                _closing.Wait(PauseAfterFailure);
            }
        }
    }

    private void Receive(AdvertisedConnection connection)
    {
        ProcDirectory proc = new();
        int pid = connection.PeerPid;
        TargetIdentity? target = connection.Identify(proc);
        string? refusal = target?.Refuse(connection.Advertisement.OwnPid);
        lock (_lock)
        {
            _waitingCount++;
            _programCount++;
            _pids.Add(pid);
        }

        StartingProgram program = new(pid, _listener.ClientFor(connection, target: target), _portsOfOthers);
        try
        {
            new Thread(() => Serve(program, refusal)) { Name = "Contrail start", IsBackground = true }.Start();
        }
        catch
        {
            // No thread can be started: the process continues without being recorded.
            LetRun(program);
            throw;
        }
    }

    private void Serve(StartingProgram program, string? refusal)
    {
        try
        {
            if (refusal is null)
            {
                _onStarting(program);
            }
            else
            {
                // It continues, because it may be suspended.
                _lastError = $"Process {program.Pid} is not recorded: {refusal}.";
            }
        }
        catch (Exception failure)
        {
            // A failure of any kind must not keep the process suspended.
            _lastError = failure.Message;
        }

        LetRun(program);
    }

    private void LetRun(StartingProgram program)
    {
        try
        {
            program.Resume();
        }
        finally
        {
            lock (_lock)
            {
                _waitingCount--;
                Monitor.PulseAll(_lock);
            }
        }
    }
}
