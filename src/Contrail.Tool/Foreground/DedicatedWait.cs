using System.Runtime.ExceptionServices;

namespace Contrail.Tool.Foreground;

/// <summary>Runs work that may block on a background thread of its own, and waits for it within a limit.</summary>
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
                // For Conclude: an exception on a thread of its own would end the process.
                _failure = ExceptionDispatchInfo.Capture(failure);
            }
        })
        { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs work and waits at most that long; returns whether it is over. What it throws is dropped.</summary>
    public static bool For(string name, Action work, TimeSpan longest) =>
        new DedicatedWait(name, work).IsOver(longest);

    /// <summary>Waits for the end, at most that long, and returns whether it has come.</summary>
    public bool IsOver(TimeSpan longest) => _thread.Join(longest);

    /// <summary>Throws what the work threw. Call it only when the work is over.</summary>
    public void Conclude() => _failure?.Throw();
}
