namespace Contrail.Capture;

/// <summary>
/// Runs a blocking operation on a dedicated thread: the thread pool may be starved, which is one of the reasons to take
/// a snapshot.
/// </summary>
internal static class DedicatedThread
{
    /// <summary>
    /// Returns the result as a task. A continuation runs on another thread, never on this one.
    /// </summary>
    public static Task<T> Run<T>(string name, Func<T> work)
    {
        TaskCompletionSource<T> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            try
            {
                result.SetResult(work());
            }
            catch (Exception failure)
            {
                // The failure belongs to the caller. It has been counted, even if the caller no longer waits.
                result.SetException(failure);
                _ = result.Task.Exception;
            }
        })
        { Name = name, IsBackground = true };
        thread.Start();
        return result.Task;
    }
}
