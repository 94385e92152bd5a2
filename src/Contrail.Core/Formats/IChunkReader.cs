namespace Contrail.Core.Formats;

/// <summary>Reads a stream that arrives in chunks cut at any byte. Never throws because of the bytes.</summary>
internal interface IChunkReader
{
    /// <summary><c>NeedMore</c> while reading, <c>End</c> after the end; otherwise why reading stopped.</summary>
    SplitStatus Status { get; }

    /// <summary>The first fault, once reading has failed; null before.</summary>
    TraceFault? Fault { get; }

    /// <summary>The buffer for the next chunk.</summary>
    Span<byte> Room();

    /// <summary>Reads the bytes that were put into <see cref="Room"/>.</summary>
    SplitStatus Advance(int filledBytes);

    /// <summary>Completes the stream: no more bytes will arrive.</summary>
    SplitStatus Complete();
}
