namespace Contrail.Core.Snapshots;

/// <summary>Names native code of the recorded process. Safe from any thread.</summary>
internal interface INativeNames
{
    /// <summary>
    /// Finds the mapped files, and where these have them the functions, that contain addresses. Called on the thread
    /// that writes a snapshot; it may read files, and its time, memory and output are limited.
    /// </summary>
    /// <param name="ascending">The addresses, in ascending order.</param>
    /// <param name="cancellationToken">Ends it before: the rest is left out.</param>
    NativeNames Find(ReadOnlySpan<ulong> ascending, CancellationToken cancellationToken);
}
