namespace Contrail.Machine;

/// <summary>
/// Callers that wait until samples taken before their call have been passed on. A turn of draining that has started
/// before a call may have passed some rings already, so the next turn is the one that completes it. Not thread-safe.
/// </summary>
internal sealed class DrainRequests
{
    private readonly List<TaskCompletionSource<bool>> _next = [];
    private readonly List<TaskCompletionSource<bool>> _current = [];

    /// <summary>Whether a caller waits for the next turn.</summary>
    public bool HasNext => _next.Count > 0;

    /// <summary>Adds a request: true after the next turn, false if there is none.</summary>
    public Task<bool> Add()
    {
        // It is completed while a lock is held: the caller's code must not run there.
        TaskCompletionSource<bool> request = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _next.Add(request);
        return request.Task;
    }

    /// <summary>A turn starts.</summary>
    public void Start()
    {
        _current.AddRange(_next);
        _next.Clear();
    }

    /// <summary>The turn has ended.</summary>
    public void Complete()
    {
        _current.ForEach(request => request.SetResult(true));
        _current.Clear();
    }

    /// <summary>There is no other turn.</summary>
    public void Abandon()
    {
        Start();
        _current.ForEach(request => request.SetResult(false));
        _current.Clear();
    }
}
