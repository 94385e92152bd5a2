namespace Contrail.Core.Formats;

/// <summary>
/// A format whose stream marks where generations end: the format ends each one in the store, and an incomplete one is
/// not written to a file. Not thread-safe.
/// </summary>
internal interface IGenerationFormat : ITraceFormat
{
    /// <summary>
    /// Reads the frame and keeps what is needed of it, in <paramref name="store"/> or in the format's own state. False
    /// if the format does not allow it, with the <c>Fault</c>; then no more frames can be accepted.
    /// </summary>
    bool TryAccept(in Frame frame, IGenerationStore store);

    /// <summary>Completes this stream: no more bytes of it will arrive. True if it ended in good order.</summary>
    /// <param name="ended">How the stream ended.</param>
    /// <param name="untrustedRest">The bytes after the last frame.</param>
    /// <param name="store">Where the last generation is ended, or dropped.</param>
    /// <param name="tornBytes">Bytes that arrived and are not part of a generation.</param>
    bool CloseStream(StreamEnd ended, ReadOnlySpan<byte> untrustedRest, IGenerationStore store, out long tornBytes);

    /// <summary>Ends this stream; another stream of the same source will follow.</summary>
    /// <param name="at">The latest moment of the stream.</param>
    /// <param name="store">Where a mark of its end is stored.</param>
    void EndStream(TraceTicks at, IGenerationStore store);
}
