namespace Contrail.InProcess;

/// <summary>A stream whose writes never return, unless they are canceled and the stream observes the token.</summary>
internal sealed class HangingStream(bool heedsCancellation = false) : MemoryStream
{
    public ManualResetEventSlim Entered { get; } = new();

    public override void Write(ReadOnlySpan<byte> buffer) => Hang(CancellationToken.None);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Hang(heedsCancellation ? cancellationToken : CancellationToken.None);
        return ValueTask.CompletedTask;
    }

    private void Hang(CancellationToken cancellationToken)
    {
        Entered.Set();
        using ManualResetEventSlim never = new();
        never.Wait(cancellationToken);
    }
}
