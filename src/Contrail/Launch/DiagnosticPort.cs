using System.Diagnostics;
using System.Net.Sockets;
using Contrail.EventPipe;
using Contrail.Ipc;
using Contrail.Launch;
using Contrail.Processes;

namespace Contrail;

/// <summary>
/// A socket to which .NET runtimes connect at their start, and wait until they are let run. Each one that connects is
/// let run: a process that waits for somebody who never comes would wait for ever. Safe from any thread.
/// </summary>
/// <remarks>
/// The environment that tells of it is inherited. A process that inherits it and starts after the port was closed waits
/// for ever, so keep the port open for as long as what was started with it may start others.
/// </remarks>
public sealed class DiagnosticPort : IDisposable
{
    private static readonly TimeSpan AcceptFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    /// <summary>Longer than what opens a recording waits: who is not let run before the port closes never is.</summary>
    private static readonly TimeSpan CloseWait = TimeSpan.FromSeconds(15);

    private readonly object _lock = new();
    private readonly HashSet<int> _pids = [];
    private readonly Action<StartingProgram> _onStarting;
    private readonly PortFolder? _folder;
    private readonly ReverseConnectListener _listener;
    private readonly ManualResetEventSlim _closing = new();
    private readonly Thread _doorkeeper;
    private string? _portsOfOthers;
    private int _waitingCount;
    private int _programCount;
    private volatile string? _lastError;

    /// <summary>Opens it, at a path of its own that only this user can reach, or at the one given.</summary>
    /// <param name="onStarting">
    /// Is called for each process, on a thread of its own, while that process waits. What it throws is in
    /// <see cref="LastError"/>.
    /// </param>
    /// <param name="path">Where a socket is to be made; null for a private folder that is removed at the end.</param>
    /// <exception cref="SourceUnavailableException">It cannot be opened there.</exception>
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
                $"No socket can be made at {path ?? "a place of our own"} ({failure.Message.TrimEnd('.')}); "
                + "choose another path, in a folder that can be written.",
                failure);
        }

        _doorkeeper = new Thread(Receive) { Name = "Contrail port", IsBackground = true };
        _doorkeeper.Start();
        new Thread(Warmup.RunForStart) { Name = "Contrail warm-up", IsBackground = true }.Start();
    }

    /// <summary>The socket.</summary>
    public string SocketPath => _listener.SocketPath;

    /// <summary>How many processes have connected.</summary>
    public int ProgramCount => Volatile.Read(ref _programCount);

    /// <summary>What the handler threw last; null if nothing.</summary>
    public string? LastError => _lastError;

    /// <summary>
    /// Has what is started so, and all that it starts, connect here. Ports that are set already stay; a process waits
    /// at each of them for its turn.
    /// </summary>
    public void AddTo(ProcessStartInfo start)
    {
        ArgumentNullException.ThrowIfNull(start);
        _portsOfOthers = PortEnvironment.Current(start.Environment);
        PortEnvironment.Add(start.Environment, SocketPath);
    }

    /// <summary>
    /// Waits, two seconds at most, for processes that were started with this port just now and may be on their way to
    /// it. To be called when no more are started, before closing: who comes too late waits for ever.
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
    /// The processes that were started with this port, live, and are no .NET processes: what they start from now on
    /// connects here, or waits.
    /// </summary>
    public IReadOnlyList<int> Holders() => Unconnected(new ProcDirectory());

    /// <summary>Lets run who waits still, then closes the port and removes its socket.</summary>
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
        _doorkeeper.Join();
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
                // Nobody came. There is no end to waiting but closing.
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (Exception failure)
            {
                // Such as too many open files. Whatever it is, who waits at the door must find us again.
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
            // There is no thread to be had. It runs unrecorded rather than wait.
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
                // It is let run, as whatever it is may wait for that.
                _lastError = $"Process {program.Pid} is not recorded: {refusal}.";
            }
        }
        catch (Exception failure)
        {
            // Whatever it is, the process that waits is not to wait for it.
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
