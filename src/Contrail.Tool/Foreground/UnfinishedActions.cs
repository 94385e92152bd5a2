using System.Diagnostics;

namespace Contrail.Tool.Foreground;

/// <summary>
/// The actions of triggers of programs that have ended: nothing is kept of those that are done. Not thread-safe.
/// </summary>
internal sealed class UnfinishedActions
{
    private readonly List<FiredTriggers> _closed = [];

    /// <summary>The number of programs whose actions were not done when the last one was added.</summary>
    public int Count => _closed.Count;

    /// <summary>
    /// Adds the triggers of a program that has ended, which are owned from now on; disposes those whose actions are
    /// done.
    /// </summary>
    public void Add(FiredTriggers ended)
    {
        _closed.Add(ended);
        _closed.RemoveAll(DisposedIfDone);
    }

    /// <summary>Waits for all, within one time limit.</summary>
    /// <param name="note">Receives a line for each program with actions that are not done.</param>
    /// <param name="isHurried">Returns whether the user has requested the end.</param>
    public void Finish(Action<string> note, Func<bool> isHurried) =>
        Finish(note, isHurried, Stopwatch.GetTimestamp());

    /// <summary>The same.</summary>
    /// <param name="note">Receives a line for each program with actions that are not done.</param>
    /// <param name="isHurried">Returns whether the user has requested the end.</param>
    /// <param name="started">The stopwatch timestamp at which the time began.</param>
    public void Finish(Action<string> note, Func<bool> isHurried, long started)
    {
        foreach (FiredTriggers triggers in _closed)
        {
            triggers.Finish(note, isHurried, started);
            triggers.Dispose();
        }

        _closed.Clear();
    }

    private static bool DisposedIfDone(FiredTriggers ended)
    {
        bool isDone = ended.Close();
        if (isDone)
        {
            ended.Dispose();
        }

        return isDone;
    }
}
