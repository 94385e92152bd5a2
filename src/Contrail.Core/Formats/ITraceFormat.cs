namespace Contrail.Core.Formats;

/// <summary>
/// What a format must do to be recorded: split the stream into frames, find where a generation may be cut, accept each
/// frame, and carry what must survive eviction. The fourth task, assembling a file, belongs to an
/// <c>ISnapshotAssembler</c>. An instance belongs to one source, whose streams follow each other. Not thread-safe.
/// </summary>
internal interface ITraceFormat : IFrameSplitter
{
    /// <summary>
    /// Whether the stream itself marks where generations end. The format then ends each generation in the store, and an
    /// incomplete one is not written to a file. Otherwise generations are cut about every second or MiB, and may be
    /// closed at any time.
    /// </summary>
    bool OwnsGenerations { get; }

    /// <summary>Frequency of the trace's clock; 0 until the stream contains it.</summary>
    long TicksPerSecond { get; }

    /// <summary>Where the trace begins; null until the stream contains it.</summary>
    TraceTicks? Start { get; }

    /// <summary>Number of accepted events.</summary>
    long EventCount { get; }

    /// <summary>
    /// The highest number of the recorder's own markers that has arrived; 0 where markers are not used.
    /// </summary>
    long LatestMarker => 0;

    /// <summary>Bytes of memory of the format's own state, in addition to the store.</summary>
    long CarriedBytes { get; }

    /// <summary>
    /// The part of <see cref="CarriedBytes"/> that belongs to the generation being filled, and is released with it.
    /// </summary>
    long OpenBytes => 0;

    /// <summary>
    /// Whether frames are accepted and their contents counted but not stored, because they depend on dropped data.
    /// </summary>
    bool IsPassingOver => false;

    /// <summary>
    /// Data that should have survived eviction and had to be dropped so far: losses of the recording as a whole.
    /// </summary>
    IReadOnlyList<Loss> CarriedLosses { get; }

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

    /// <summary>Completes this stream: no more bytes of it will arrive. True if it ended in good order.</summary>
    /// <param name="ended">How the stream ended.</param>
    /// <param name="untrustedRest">The bytes after the last frame.</param>
    /// <param name="store">Where the last generation is ended, or dropped.</param>
    /// <param name="tornBytes">Bytes that arrived and are not part of a generation.</param>
    bool CloseStream(StreamEnd ended, ReadOnlySpan<byte> untrustedRest, IFrameStore store, out long tornBytes)
    {
        // Where the stream has an end mark, only that mark is an end in good order, and this is not called after it.
        tornBytes = untrustedRest.Length;
        return false;
    }

    /// <summary>
    /// Announces that another stream of the same source is about to open while this one is still open and will end
    /// soon. Events in both streams are kept once.
    /// </summary>
    /// <param name="opensAfter">The moment before the other stream opens; null if it will not open.</param>
    void ExpectStream(TraceTicks? opensAfter) =>
        throw new NotSupportedException("Streams of this format do not follow each other.");

    /// <summary>Ends this stream; another stream of the same source will follow.</summary>
    /// <param name="at">The latest moment of the stream.</param>
    /// <param name="store">Where a mark of its end is stored.</param>
    void EndStream(TraceTicks at, IFrameStore store) =>
        throw new NotSupportedException("Streams of this format do not follow each other.");

    /// <summary>
    /// Begins the next stream, from its beginning. The generation of the previous stream must be closed by then.
    /// </summary>
    void BeginStream() => throw new NotSupportedException("Streams of this format do not follow each other.");

    /// <summary>
    /// Releases what later frames share with the generation being filled, because the memory limit leaves no room for
    /// it. Frames that depend on it are skipped from here on.
    /// </summary>
    void PassOver() => throw new NotSupportedException("Nothing of this format is shared by generations.");

    /// <summary>Ends the generation being filled, and returns what the format must keep about it from now on.</summary>
    IGenerationState CloseGeneration();

    /// <summary>Releases everything in the store; afterwards no more frames are accepted.</summary>
    void Release();

    /// <summary>What a file needs in addition to the generations, as of now; it never changes afterwards.</summary>
    FrozenState Freeze();
}
