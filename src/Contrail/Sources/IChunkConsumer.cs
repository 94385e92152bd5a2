namespace Contrail.Sources;

/// <summary>Takes a stream's bytes. Only the pump's own thread calls it.</summary>
internal interface IChunkConsumer
{
    /// <summary>Where the next bytes are to be put; not empty.</summary>
    Span<byte> Room();

    /// <summary>Processes the bytes in the buffer; false if no more are accepted.</summary>
    bool Advance(int filledBytes);

    /// <summary>Reports the end of the stream.</summary>
    /// <param name="cut">Whether the watchdog cut the stream.</param>
    void Complete(bool cut);
}
