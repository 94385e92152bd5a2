using Contrail.Sources;

namespace Contrail.Benchmarks.Triggers;

/// <summary>The drain of a stream that the measurement itself feeds.</summary>
internal sealed class NoDrain : IDrain
{
    /// <inheritdoc/>
    public Task Ended { get; } = new TaskCompletionSource().Task;

    /// <inheritdoc/>
    public Exception? Failure => null;

    /// <inheritdoc/>
    public bool WasCut => false;

    /// <inheritdoc/>
    public int PendingBytes => 0;

    /// <inheritdoc/>
    public TimeSpan PausedFor => TimeSpan.Zero;

    /// <inheritdoc/>
    public void Close()
    {
        // Nothing is read.
    }
}
