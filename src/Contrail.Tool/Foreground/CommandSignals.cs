using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Signals while a command runs. Those of the terminal reach the command by themselves, so here they do nothing; those
/// that ask for an end, and SIGUSR2, are passed on to it; SIGUSR1 asks for a snapshot.
/// </summary>
internal sealed class CommandSignals : IDisposable
{
    /// <summary>SIGUSR1 on Linux; the framework has no name for it.</summary>
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

    public CommandSignals()
    {
        On(PosixSignal.SIGINT, () => { });
        On(PosixSignal.SIGQUIT, () => { });
        On(PosixSignal.SIGTERM, () => PassOn(Terminate));
        On(PosixSignal.SIGHUP, () => PassOn(HangUp));
        if (OperatingSystem.IsLinux())
        {
            On(User1, () =>
            {
                Interlocked.Increment(ref _snapshotRequests);
                Wake();
            });
            On(User2, () => PassOn((int)User2));
        }
    }

    /// <summary>Starts a command with the signals as we were given them.</summary>
    public static Process Start(ProcessStartInfo start)
    {
        // The framework ignores this one, and a command would inherit that: 'yes | head -1' would complain.
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

    /// <summary>From now on the command gets what is passed on, also what came before it was there.</summary>
    public void PassTo(Process command)
    {
        lock (_lock)
        {
            _command = command;
            _early.ForEach(SendLocked);
            _early.Clear();
        }
    }

    /// <summary>Waits until something happens, or so long.</summary>
    public void Wait(TimeSpan longest) => _woken.WaitOne(longest);

    /// <summary>Ends a <see cref="Wait"/>.</summary>
    public void Wake() => _woken.Set();

    /// <summary>Whether a snapshot has been asked for since the last call.</summary>
    public bool TakeSnapshotRequest() => Interlocked.Exchange(ref _snapshotRequests, 0) > 0;

    public void Dispose()
    {
        // The event is left to the collector: a signal may still be setting it.
        _registrations.ForEach(registration => registration.Dispose());
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
