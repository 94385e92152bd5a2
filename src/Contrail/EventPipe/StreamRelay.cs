using Contrail.Sources;

namespace Contrail.EventPipe;

/// <summary>
/// The consecutive streams of one source, as one stream that ends when no other follows. One thread adds streams; all
/// other members are safe from any thread.
/// </summary>
internal sealed class StreamRelay : IDrain
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IDrain _current;

    public StreamRelay(IDrain first) => _current = first;

    /// <summary>The current stream, or the last one.</summary>
    public IDrain Current => _current;

    /// <inheritdoc/>
    public Task Ended => _ended.Task;

    /// <inheritdoc/>
    public Exception? Failure => _current.Failure;

    /// <summary>Whether the last stream was cut, and none follows.</summary>
    public bool WasCut => _ended.Task.IsCompleted && _current.WasCut;

    /// <inheritdoc/>
    public int PendingBytes => _current.PendingBytes;

    /// <inheritdoc/>
    public TimeSpan PausedFor => _current.PausedFor;

    /// <summary>The stream has ended, and this one follows.</summary>
    public void PassTo(IDrain next) => _current = next;

    /// <summary>The stream has ended, and none follows.</summary>
    public void Finish() => _ended.TrySetResult();

    /// <inheritdoc/>
    public void Close()
    {
        _current.Close();
        Finish();
    }
}
