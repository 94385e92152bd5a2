using System.Runtime.ExceptionServices;

namespace Contrail.Tool.Foreground;

/// <summary>Runs work that may block on a dedicated background thread, and waits for it with a timeout.</summary>
internal sealed class DedicatedWait
{
    private readonly Thread _thread;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Starts the work.</summary>
    public DedicatedWait(string name, Action work)
    {
        _thread = new Thread(() =>
        {
            try
            {
                work();
            }
            catch (Exception failure)
            {
                // Conclude rethrows it: an unhandled exception on this thread would end the process.
                _failure = ExceptionDispatchInfo.Capture(failure);
            }
        })
        { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>
    /// Runs work and waits at most that long; returns whether it completed. Its exceptions are ignored.
    /// </summary>
    public static bool For(string name, Action work, TimeSpan longest) =>
        new DedicatedWait(name, work).IsOver(longest);

    /// <summary>Waits at most that long for completion, and returns whether the work completed.</summary>
    public bool IsOver(TimeSpan longest) => _thread.Join(longest);

    /// <summary>Rethrows the exception of the work, if any. Call it only after completion.</summary>
    public void Conclude() => _failure?.Throw();
}
