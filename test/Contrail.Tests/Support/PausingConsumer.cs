using Contrail.Sources;

namespace Contrail.Tests.Support;

/// <summary>Passes on what arrives, and pauses after the first chunk until a test resumes it.</summary>
internal sealed class PausingConsumer(IChunkConsumer inner, TimeProvider time) : IChunkConsumer
{
    /// <summary>The timestamp at which the chunk arrived.</summary>
    public TaskCompletionSource<long> Paused { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ManualResetEventSlim Resume { get; } = new();

    public Span<byte> Room() => inner.Room();

    public bool Advance(int filledBytes)
    {
        // The watchdog counts from here: what the recording takes to compile is part of the pause.
        long started = time.GetTimestamp();
        bool needsMore = inner.Advance(filledBytes);
        Paused.TrySetResult(started);
        Resume.Wait();
        return needsMore;
    }

    public void Complete(bool cut) => inner.Complete(cut);
}
