namespace Contrail.Core.NetTrace.Recording;

/// <summary>Identifies one incarnation of a thread id.</summary>
/// <param name="ThreadId">The operating system's id, of 64 bits in the format.</param>
/// <param name="Number">0 for its first incarnation.</param>
internal readonly record struct ThreadIncarnationId(ulong ThreadId, uint Number)
{
    /// <summary>Readers keep 64 bits of a capture thread's id, and the thread id's own field stays unchanged.</summary>
    private const int NumberShift = 32;

    /// <summary>The id of this incarnation in files: the thread's own for the first.</summary>
    public ulong CaptureId => unchecked(ThreadId + ((ulong)Number << NumberShift));
}
