using Contrail.Core.Ring;
using Contrail.Machine;

namespace Contrail.Sources;

/// <summary>
/// What the recorder gives to the source that it opens: a ring to fill, threads, a schedule and a clock. Thread-safe.
/// </summary>
internal interface ISourceHost
{
    /// <summary>The limits of the recording.</summary>
    RecordingLimits Limits { get; }

    /// <summary>The clock of the recorder: all waits, intervals and moments use it.</summary>
    TimeProvider Time { get; }

    /// <summary>Samples the processors of the machine, for all recordings of the host.</summary>
    SystemSampler Sampler { get; }

    /// <summary>Canceled when the recorder is stopped or disposed while the source is being opened.</summary>
    CancellationToken Opening { get; }

    /// <summary>
    /// Creates the ring that the source fills. Called once. The recorder owns the ring, and disposes it after the
    /// source.
    /// </summary>
    /// <exception cref="SourceUnavailableException">The memory limit of all recordings leaves no room.</exception>
    TraceRecording CreateRing(RecordedFormat format);

    /// <summary>Drains a stream on a dedicated thread until it ends, and watches it.</summary>
    /// <exception cref="OutOfMemoryException">No thread can be started; the stream is closed.</exception>
    IDrain Drain(string name, IChunkStream stream, IChunkConsumer consumer);

    /// <summary>Starts work that may block, on a dedicated background thread.</summary>
    /// <exception cref="OutOfMemoryException">No thread can be started.</exception>
    Thread Start(string name, Action work);

    /// <summary>
    /// Repeats work that does not block, until the result is disposed. The work shares a thread with that of all
    /// recordings of the host: it decides, and <see cref="Start"/> runs what waits for a peer.
    /// </summary>
    /// <exception cref="OutOfMemoryException">No thread can be started.</exception>
    IRepeatedWork Repeat(TimeSpan interval, Action work);

    /// <summary>
    /// The same on another thread of the host, for work that reads the kernel's files of a process: it takes
    /// milliseconds, and the kernel can make it wait.
    /// </summary>
    /// <exception cref="OutOfMemoryException">No thread can be started.</exception>
    IRepeatedWork RepeatReading(TimeSpan interval, Action work);
}
