using Contrail.Sources;

namespace Contrail.Tests.Support;

/// <summary>A stream of a <see cref="HeldHost"/>.</summary>
internal sealed class HeldDrain(IChunkStream stream) : IDrain
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Ended => _ended.Task;

    public Exception? Failure => null;

    public bool WasCut => false;

    public int PendingBytes => 0;

    public TimeSpan PausedFor => TimeSpan.Zero;

    /// <summary>The runtime has sent all.</summary>
    public void End() => _ended.TrySetResult();

    public void Close()
    {
        stream.Close();
        End();
    }
}
