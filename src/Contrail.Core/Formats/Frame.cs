namespace Contrail.Core.Formats;

/// <summary>The smallest unit that a format delimits; it borrows the bytes that were split.</summary>
/// <param name="kind">What the format calls it.</param>
/// <param name="payload">What is kept of it, without envelope and padding.</param>
/// <param name="wholeBytes">How many bytes of the stream it takes in all.</param>
internal readonly ref struct Frame(int kind, ReadOnlySpan<byte> payload, int wholeBytes)
{
    /// <summary>What the format calls it; only the format knows what it means.</summary>
    public int Kind { get; } = kind;

    /// <summary>What is kept of it, without envelope and padding.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>How many bytes of the stream it takes in all.</summary>
    public int WholeBytes { get; } = wholeBytes;
}
