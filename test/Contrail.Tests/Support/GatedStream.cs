namespace Contrail.Tests.Support;

/// <summary>A stream that waits at a gate before each write, without end if the gate stays closed.</summary>
internal sealed class GatedStream : MemoryStream
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _gate = new();

    /// <summary>Completed by the first write.</summary>
    public Task Entered => _entered.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>How many writes pass before the gate applies.</summary>
    public int FreeWrites { get; init; }

    /// <summary>Whether a waiting writer ends on cancellation.</summary>
    public bool HeedsCancellation { get; init; }

    /// <summary>What is done in a write, on the writing thread.</summary>
    public Action OnWrite { get; init; } = () => { };

    public int WriteCount { get; private set; }

    public long WrittenBytes { get; private set; }

    public void Open() => _gate.Set();

    public override void Write(ReadOnlySpan<byte> buffer) => Take(buffer.Length, CancellationToken.None);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Take(buffer.Length, HeedsCancellation ? cancellationToken : CancellationToken.None);
        return ValueTask.CompletedTask;
    }

    private void Take(int bytes, CancellationToken cancellationToken)
    {
        OnWrite();
        if (WriteCount++ >= FreeWrites)
        {
            _entered.TrySetResult();
            _gate.Wait(cancellationToken);
        }

        WrittenBytes += bytes;
    }
}
