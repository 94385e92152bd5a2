namespace Contrail.Capture;

/// <summary>
/// Runs what waits on a thread made for it: a thread pool may be starved, and that is one of the moments when a
/// snapshot is wanted.
/// </summary>
internal static class DedicatedThread
{
    /// <summary>
    /// Gives the result as a task; whoever awaits it goes on elsewhere and never on this thread.
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
                // It is for whoever asked. If he does not ask any more, it has been counted all the same.
                result.SetException(failure);
                _ = result.Task.Exception;
            }
        })
        { Name = name, IsBackground = true };
        thread.Start();
        return result.Task;
    }
}
