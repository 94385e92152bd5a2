namespace Contrail.Sources;

/// <summary>Where trace bytes come from, one chunk after another. One thread reads; any may close.</summary>
internal interface IChunkStream
{
    /// <summary>Bytes that can be read without waiting.</summary>
    int PendingBytes { get; }

    /// <summary>Waits for bytes and gives how many came; 0 at the end, or once it was closed.</summary>
    int Read(Span<byte> destination);

    /// <summary>Frees a waiting reader and lets go of the source, at once.</summary>
    void Close();
}
