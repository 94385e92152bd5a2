namespace Contrail.Core.Formats;

/// <summary>The smallest unit that a format delimits; it borrows the bytes that were split.</summary>
/// <param name="kind">The format's kind of frame.</param>
/// <param name="payload">The part that is kept, without envelope and padding.</param>
/// <param name="wholeBytes">The frame's full length in the stream, in bytes.</param>
internal readonly ref struct Frame(int kind, ReadOnlySpan<byte> payload, int wholeBytes)
{
    /// <summary>The format's kind of frame; only the format interprets it.</summary>
    public int Kind { get; } = kind;

    /// <summary>The part that is kept, without envelope and padding.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>The frame's full length in the stream, in bytes.</summary>
    public int WholeBytes { get; } = wholeBytes;
}
