namespace Contrail.Sources;

/// <summary>A stream of trace bytes, read chunk by chunk. One thread reads; any thread may close it.</summary>
internal interface IChunkStream
{
    /// <summary>Bytes that can be read without waiting.</summary>
    int PendingBytes { get; }

    /// <summary>Waits for bytes and returns their number; 0 at the end, or after it was closed.</summary>
    int Read(Span<byte> destination);

    /// <summary>Releases a waiting reader and the source immediately.</summary>
    void Close();
}
