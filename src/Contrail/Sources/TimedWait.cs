namespace Contrail.Sources;

/// <summary>Waits by a clock that can be replaced, without the thread pool.</summary>
internal static class TimedWait
{
    /// <summary>Waits until the signal is set or the time has passed; returns whether the signal is set.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="signal">What ends the wait early.</param>
    /// <param name="timeout">The maximum wait, which can be infinite; another negative time is no wait.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    public static bool Wait(
        this TimeProvider time,
        ManualResetEventSlim signal,
        TimeSpan timeout,
        CancellationToken cancellationToken = default)
    {
        TimeSpan left = Left(timeout);
        if (time == TimeProvider.System)
        {
            // Timers of the system's provider run on the thread pool, which may be starved.
            return signal.Wait(left, cancellationToken);
        }

        using ManualResetEventSlim due = new();
        using ITimer timer = time.CreateTimer(_ => due.Set(), null, left, Timeout.InfiniteTimeSpan);
        _ = WaitHandle.WaitAny([signal.WaitHandle, due.WaitHandle, cancellationToken.WaitHandle]);
        cancellationToken.ThrowIfCancellationRequested();
        return signal.IsSet;
    }

    /// <summary>Waits until the task is complete or the time has passed; returns whether it is complete.</summary>
    /// <inheritdoc cref="Wait(TimeProvider, ManualResetEventSlim, TimeSpan, CancellationToken)"/>
    public static bool Wait(
        this TimeProvider time, Task task, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        TimeSpan left = Left(timeout);
        if (time == TimeProvider.System)
        {
            return task.Wait(left, cancellationToken);
        }

        using ManualResetEventSlim due = new();
        using ITimer timer = time.CreateTimer(_ => due.Set(), null, left, Timeout.InfiniteTimeSpan);
        WaitHandle completed = ((IAsyncResult)task).AsyncWaitHandle;
        _ = WaitHandle.WaitAny([completed, due.WaitHandle, cancellationToken.WaitHandle]);
        cancellationToken.ThrowIfCancellationRequested();
        return task.IsCompleted;
    }

    /// <summary>Waits until the time has passed.</summary>
    /// <exception cref="OperationCanceledException">The wait was canceled.</exception>
    public static void Pause(this TimeProvider time, TimeSpan duration, CancellationToken cancellationToken)
    {
        using ManualResetEventSlim never = new();
        time.Wait(never, duration, cancellationToken);
    }

    private static TimeSpan Left(TimeSpan timeout) =>
        timeout > TimeSpan.Zero || timeout == Timeout.InfiniteTimeSpan ? timeout : TimeSpan.Zero;
}
