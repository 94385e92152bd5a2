namespace Contrail.Core.Formats;

/// <summary>
/// What a format must do to be recorded: split the stream into frames, say where a generation may be cut, take
/// each frame in, and carry what must survive eviction. The fourth task, to assemble a file, is an
/// <c>ISnapshotAssembler</c>'s. An instance belongs to one source, whose streams follow each other; none of this is
/// safe for concurrent use.
/// </summary>
internal interface ITraceFormat
{
    /// <summary>What was wrong with the bytes, once splitting or accepting has failed.</summary>
    string Fault { get; }

    /// <summary>
    /// Whether the stream itself says where generations end. The format then ends each in the store, and one that is
    /// being filled is in no file. Otherwise they are cut about every second or MiB, and may be closed at any time.
    /// </summary>
    bool OwnsGenerations { get; }

    /// <summary>Speed of the trace's clock; 0 until the stream has told.</summary>
    long TicksPerSecond { get; }

    /// <summary>Where the trace begins; null until the stream has told.</summary>
    TraceTicks? Start { get; }

    /// <summary>How many events have been taken in.</summary>
    long EventCount { get; }

    /// <summary>The greatest number of our own markers that has come; 0 where there are none.</summary>
    long LatestMarker => 0;

    /// <summary>Bytes of memory that the format's own carry takes, beside what lies in the store.</summary>
    long CarriedBytes { get; }

    /// <summary>
    /// The part of <see cref="CarriedBytes"/> that belongs to the generation being filled: it leaves with it.
    /// </summary>
    long OpenBytes => 0;

    /// <summary>
    /// Whether frames are accepted, and what they hold is counted, but not stored: they depend on what was given up.
    /// </summary>
    bool IsPassingOver => false;

    /// <summary>
    /// What had to be given up, so far, of what should have survived eviction: losses of the recording as a whole.
    /// </summary>
    IReadOnlyList<Loss> CarriedLosses { get; }

    /// <summary>Looks for a frame at the start of the bytes; bytesNeeded is a lower bound of its whole size.</summary>
    SplitStatus Split(ReadOnlySpan<byte> untrusted, out Frame frame, out int bytesNeeded);

    /// <summary>
    /// When the frame's contents begin and end, if the generation being filled may be cut before it; otherwise
    /// null.
    /// </summary>
    (TraceTicks First, TraceTicks Last)? CutBefore(in Frame frame);

    /// <summary>
    /// Reads the frame, keeps what must be kept of it (in <paramref name="store"/> or in the format's own
    /// carry), and moves behind it. False if it is not what the format allows; then nothing more can be taken.
    /// </summary>
    bool TryAccept(in Frame frame, IFrameStore store);

    /// <summary>Says that no more bytes of this stream will come. True if that is an end in good order.</summary>
    /// <param name="ended">How.</param>
    /// <param name="untrustedRest">The bytes behind the last frame.</param>
    /// <param name="store">Where the last generation is ended, or dropped.</param>
    /// <param name="tornBytes">Bytes that came and are in no generation.</param>
    bool CloseStream(StreamEnd ended, ReadOnlySpan<byte> untrustedRest, IFrameStore store, out long tornBytes)
    {
        // Where the stream has an end mark, only that is an end in good order, and behind it nobody asks.
        tornBytes = untrustedRest.Length;
        return false;
    }

    /// <summary>
    /// Says that another stream of the same source is about to be opened beside this one, which will end soon. What is
    /// in both is kept once.
    /// </summary>
    /// <param name="opensAfter">The moment, before it is opened; null if it will not be, after all.</param>
    void ExpectStream(TraceTicks? opensAfter) =>
        throw new NotSupportedException("Streams of this format do not follow each other.");

    /// <summary>Says that this stream has ended, and that another one of the same source will follow.</summary>
    /// <param name="at">The latest moment of the stream.</param>
    /// <param name="store">Where what marks its end is put.</param>
    void EndStream(TraceTicks at, IFrameStore store) =>
        throw new NotSupportedException("Streams of this format do not follow each other.");

    /// <summary>
    /// Says that what comes now is the next stream, from its beginning. The generation of the one that ended must be
    /// closed by then.
    /// </summary>
    void BeginStream() => throw new NotSupportedException("Streams of this format do not follow each other.");

    /// <summary>
    /// Releases what later frames share with the generation being filled, because the limit of memory leaves no room
    /// for it. Frames that depend on it are passed over from here on.
    /// </summary>
    void PassOver() => throw new NotSupportedException("Nothing of this format is shared by generations.");

    /// <summary>Ends the generation being filled, and gives what the format must know of it from now on.</summary>
    IGenerationState CloseGeneration();

    /// <summary>Lets go of what lies in the store; nothing more is taken in after that.</summary>
    void Release();

    /// <summary>What a file needs beside the generations, as of now; it never changes afterwards.</summary>
    FrozenState Freeze();
}
