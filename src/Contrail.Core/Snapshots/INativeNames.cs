namespace Contrail.Core.Snapshots;

/// <summary>Names native code of the recorded process. Safe from any thread.</summary>
internal interface INativeNames
{
    /// <summary>
    /// Finds the mapped files, and where these have them the functions, that contain addresses. Called on the thread
    /// that writes a snapshot, and may read files; never throws.
    /// </summary>
    /// <param name="ascending">The addresses, in ascending order.</param>
    IReadOnlyList<NativeMapping> Find(ReadOnlySpan<ulong> ascending);
}
