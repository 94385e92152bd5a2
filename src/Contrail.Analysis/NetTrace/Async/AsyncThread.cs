namespace Contrail.Analysis.NetTrace.Async;

/// <summary>What a thread runs. Not safe for concurrent use.</summary>
/// <param name="id">The operating system's id of the thread.</param>
internal sealed class AsyncThread(long id)
{
    /// <summary>Contexts that resume each other within themselves; the profiler has no such limit.</summary>
    private const int MaxDepth = 1_000;

    private readonly List<AsyncContext> _running = [];

    /// <summary>The operating system's id of the thread.</summary>
    public long Id => id;

    /// <summary>The context that it runs; null for none.</summary>
    public AsyncContext? Current => _running.Count > 0 ? _running[^1] : null;

    /// <summary>The context that the last step created or suspended; 0 if it was another step.</summary>
    public ulong LastSuspendedId { get; set; }

    /// <summary>Whether the last step ended a method.</summary>
    public bool HasEndedMethod { get; set; }

    /// <summary>The operation that ended at the last step; null if it was another step.</summary>
    public EndedOperation? LastEnded { get; set; }

    /// <summary>The wait that ended at the last step, and whose stack may be the next step.</summary>
    public EndedWait? LastWait { get; set; }

    /// <summary>The thread runs a context, inside of what it runs already.</summary>
    public void Enter(AsyncContext context)
    {
        if (_running.Count == MaxDepth)
        {
            Remove(_running[0]);
        }

        _running.Add(context);
        context.Thread = this;
    }

    /// <summary>The thread no longer runs a context.</summary>
    public void Remove(AsyncContext context)
    {
        _running.Remove(context);
        context.Thread = null;
    }

    /// <summary>The tracing of the thread begins again: what it runs is written again.</summary>
    public void Reset()
    {
        foreach (AsyncContext context in _running)
        {
            context.Thread = null;
            context.IsReset = true;
        }

        _running.Clear();
    }
}
