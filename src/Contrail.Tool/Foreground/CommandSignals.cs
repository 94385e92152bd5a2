using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Handles signals while a command runs. The terminal sends its signals to the command directly, so they are ignored
/// here; termination signals and SIGUSR2 are forwarded to the command; SIGUSR1 requests a snapshot. SIGHUP has rules
/// read again, if they are in a file.
/// </summary>
internal sealed class CommandSignals : IDisposable
{
    /// <summary>SIGUSR1 on Linux; PosixSignal has no name for it.</summary>
    private const PosixSignal User1 = (PosixSignal)10;

    /// <summary>SIGUSR2 on Linux, likewise.</summary>
    private const PosixSignal User2 = (PosixSignal)12;

    private const int HangUp = 1;
    private const int BrokenPipe = 13;
    private const int Terminate = 15;
    private const nint ByDefault = 0;

    private readonly Lock _lock = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly List<int> _early = [];
    private readonly AutoResetEvent _woken = new(false);
    private Process? _command;
    private int _snapshotRequests;
    private int _reloadRequests;
    private long _endedAt = long.MinValue;

    /// <param name="canReload">
    /// Whether SIGHUP has rules read again. Then it is not for the command, which it ends by default; a command whose
    /// terminal is closed receives its own.
    /// </param>
    public CommandSignals(bool canReload)
    {
        Terminal.Remember();
        OnEnd(PosixSignal.SIGINT, () => { });
        OnEnd(PosixSignal.SIGQUIT, () => { });
        OnEnd(PosixSignal.SIGTERM, () => PassOn(Terminate));
        On(PosixSignal.SIGHUP, () => HangUpOrReload(canReload));
        if (OperatingSystem.IsLinux())
        {
            On(User1, () => Request(ref _snapshotRequests));
            On(User2, () => PassOn((int)User2));
        }
    }

    /// <summary>Starts a command with the signal dispositions that this process inherited.</summary>
    public static Process Start(ProcessStartInfo start)
    {
        // The framework ignores SIGPIPE, and the command would inherit that: 'yes | head -1' would print an error.
        nint ours = SetHandler(BrokenPipe, ByDefault);
        try
        {
            return Process.Start(start)!;
        }
        finally
        {
            _ = SetHandler(BrokenPipe, ours);
        }
    }

    /// <summary>Forwards signals to the command, including those received before it started.</summary>
    public void PassTo(Process command)
    {
        lock (_lock)
        {
            _command = command;
            _early.ForEach(SendLocked);
            _early.Clear();
        }
    }

    /// <summary>Waits for a signal or the timeout.</summary>
    public void Wait(TimeSpan longest) => _woken.WaitOne(longest);

    /// <summary>Ends a <see cref="Wait"/>.</summary>
    public void Wake() => _woken.Set();

    /// <summary>Whether a snapshot was requested since the last call.</summary>
    public bool TakeSnapshotRequest() => Interlocked.Exchange(ref _snapshotRequests, 0) > 0;

    /// <summary>Whether reading the rules again was requested since the last call.</summary>
    public bool TakeReloadRequest() => Interlocked.Exchange(ref _reloadRequests, 0) > 0;

    /// <summary>
    /// Whether a signal that ends programs arrived after a stopwatch timestamp: after the exit of the command, it is
    /// for this process.
    /// </summary>
    public bool HasEndSince(long timestamp) => Volatile.Read(ref _endedAt) > timestamp;

    public void Dispose()
    {
        // The event is not disposed: a signal handler may still set it.
        _registrations.ForEach(registration => registration.Dispose());
    }

    private void HangUpOrReload(bool canReload)
    {
        if (canReload && Terminal.IsOpenOrNone())
        {
            Request(ref _reloadRequests);
        }
        else
        {
            End(() => PassOn(HangUp));
        }
    }

    private void Request(ref int requests)
    {
        Interlocked.Increment(ref requests);
        Wake();
    }

    private void OnEnd(PosixSignal signal, Action act) => On(signal, () => End(act));

    private void End(Action act)
    {
        Volatile.Write(ref _endedAt, Stopwatch.GetTimestamp());
        act();
    }

    private void On(PosixSignal signal, Action act) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            act();
        }));

    private void PassOn(int signal)
    {
        lock (_lock)
        {
            if (_command is null)
            {
                _early.Add(signal);
                return;
            }

            SendLocked(signal);
        }
    }

    private void SendLocked(int signal)
    {
        if (_command is { HasExited: false } running)
        {
            _ = Kill(running.Id, signal);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SetHandler(int signal, nint handler);
}
