namespace Contrail.Core.Formats;

/// <summary>Finds the frames of one stream. Not thread-safe.</summary>
internal interface IFrameSplitter
{
    /// <summary>The fault after <c>Malformed</c> or <c>Unsupported</c>; null before.</summary>
    TraceFault? Fault { get; }

    /// <summary>
    /// Looks for a frame at the start of the bytes; bytesNeeded is a lower bound of its full length. Nothing moves
    /// before <see cref="Take"/>.
    /// </summary>
    SplitStatus Split(ReadOnlySpan<byte> untrusted, out Frame frame, out int bytesNeeded);

    /// <summary>Consumes the frame: the next one begins after it.</summary>
    void Take(in Frame frame);
}
