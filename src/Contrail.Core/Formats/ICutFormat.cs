namespace Contrail.Core.Formats;

/// <summary>
/// A format whose stream is one sequence: the recorder cuts a generation about every second or MiB, and may close it at
/// any time. Not thread-safe.
/// </summary>
internal interface ICutFormat : ITraceFormat
{
    /// <summary>
    /// The highest number of the recorder's own markers that has arrived; 0 where markers are not used.
    /// </summary>
    long LatestMarker => 0;

    /// <summary>
    /// The part of <see cref="ITraceFormat.CarriedBytes"/> that belongs to the generation being filled, and is released
    /// with it.
    /// </summary>
    long OpenBytes => 0;

    /// <summary>
    /// Whether frames are accepted and their contents counted but not stored, because they depend on dropped data.
    /// </summary>
    bool IsPassingOver => false;

    /// <summary>
    /// When the frame's contents begin and end, if the generation being filled may be cut before it; otherwise
    /// null.
    /// </summary>
    (TraceTicks First, TraceTicks Last)? CutBefore(in Frame frame);

    /// <summary>
    /// Reads the frame and keeps what is needed of it, in <paramref name="store"/> or in the format's own state. False
    /// if the format does not allow it, with the <c>Fault</c>; then no more frames can be accepted.
    /// </summary>
    bool TryAccept(in Frame frame, IFrameStore store);

    /// <summary>
    /// Announces that another stream of the same source is about to open while this one is still open and will end
    /// soon. Events in both streams are kept once.
    /// </summary>
    /// <param name="opensAfter">The moment before the other stream opens; null if it will not open.</param>
    void ExpectStream(TraceTicks? opensAfter);

    /// <summary>Ends this stream; another stream of the same source will follow.</summary>
    /// <param name="at">The latest moment of the stream.</param>
    /// <param name="store">Where a mark of its end is stored.</param>
    void EndStream(TraceTicks at, IFrameStore store);

    /// <summary>
    /// Releases what later frames share with the generation being filled, because the memory limit leaves no room for
    /// it. Frames that depend on it are skipped from here on.
    /// </summary>
    void PassOver();
}
