namespace Contrail.Core.Formats.NetTrace;

/// <summary>
/// One life of a thread id: from the first event with number 1 to the sequence point that no longer lists it.
/// The operating system gives ids again, so one id may have several lives that have not been declared over.
/// </summary>
internal sealed class ThreadLife(ulong threadId)
{
    /// <summary>Readers keep 64 bits of a capture thread's id, and the thread id's own field stays as it is.</summary>
    private const int NumberShift = 32;

    public ulong ThreadId { get; } = threadId;

    /// <summary>0 for the first life.</summary>
    public uint Number { get; set; }

    public ulong CaptureId => unchecked(ThreadId + ((ulong)Number << NumberShift));

    public uint LastSequence { get; set; }

    /// <summary>The thread id and the number of a life, from its id in files.</summary>
    public static (ulong ThreadId, uint Number) Split(ulong captureId) =>
        (captureId & uint.MaxValue, (uint)(captureId >> NumberShift));

    public TraceTicks LastAt { get; set; }

    /// <summary>The life before, if that one has not been declared over either.</summary>
    public ThreadLife? Older { get; set; }

    /// <summary>Whether the generation being filled has moved it.</summary>
    public bool Touched { get; set; }

    /// <summary>Whether the sequence point being read lists it.</summary>
    public bool Listed { get; set; }
}
