namespace Contrail.Sources;

/// <summary>Runs what a source needs to be drained; the recorder is one.</summary>
internal interface IDrainHost
{
    /// <summary>Canceled when the recorder is stopped or disposed while the source is being opened.</summary>
    CancellationToken Opening { get; }

    /// <summary>Drains a stream on a thread of its own, watched, until it ends.</summary>
    IDrain Drain(string name, IChunkStream stream, IChunkConsumer consumer);

    /// <summary>Starts work that may block, on a background thread of its own.</summary>
    /// <exception cref="OutOfMemoryException">No thread can be started.</exception>
    Thread Start(string name, Action work);
}
