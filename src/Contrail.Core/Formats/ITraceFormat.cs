namespace Contrail.Core.Formats;

/// <summary>
/// What every format does to be recorded: it splits the stream into frames, accepts each frame, and carries what must
/// survive eviction. It is one of two kinds: <see cref="ICutFormat"/> or <see cref="IGenerationFormat"/>. Assembling a
/// file is the task of an <c>ISnapshotAssembler</c>. An instance belongs to one source, whose streams follow each
/// other. Not thread-safe.
/// </summary>
internal interface ITraceFormat : IFrameSplitter
{
    /// <summary>Frequency of the trace's clock; 0 until the stream contains it.</summary>
    long TicksPerSecond { get; }

    /// <summary>Where the trace begins; null until the stream contains it.</summary>
    TraceTicks? Start { get; }

    /// <summary>Number of accepted events.</summary>
    long EventCount { get; }

    /// <summary>Bytes of memory of the format's own state, in addition to the store.</summary>
    long CarriedBytes { get; }

    /// <summary>
    /// Data that should have survived eviction and had to be dropped so far: losses of the recording as a whole.
    /// </summary>
    IReadOnlyList<Loss> CarriedLosses { get; }

    /// <summary>
    /// Begins the next stream, from its beginning. The generation of the previous stream must be closed by then.
    /// </summary>
    void BeginStream();

    /// <summary>Ends the generation being filled, and returns what the format must keep about it from now on.</summary>
    IGenerationState CloseGeneration();

    /// <summary>Releases everything in the store; afterwards no more frames are accepted.</summary>
    void Release();

    /// <summary>What a file needs in addition to the generations, as of now; it never changes afterwards.</summary>
    FrozenState Freeze();
}
