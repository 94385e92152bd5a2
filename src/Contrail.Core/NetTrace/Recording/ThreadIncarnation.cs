using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>
/// One incarnation of a thread id: from the first event with number 1 to the sequence point that no longer lists it.
/// The operating system reuses ids, so one id may have several incarnations that have not been declared ended.
/// </summary>
internal sealed class ThreadIncarnation(ulong threadId)
{
    public ulong ThreadId { get; } = threadId;

    /// <summary>0 for the first incarnation.</summary>
    public uint Number { get; set; }

    public ThreadIncarnationId Id => new(ThreadId, Number);

    public ulong CaptureId => Id.CaptureId;

    public uint LastSequence { get; set; }

    public TraceTicks LastAt { get; set; }

    /// <summary>The previous incarnation, if it has not ended either.</summary>
    public ThreadIncarnation? Older { get; set; }

    /// <summary>Whether the generation being filled has moved it.</summary>
    public bool Touched { get; set; }

    /// <summary>
    /// Whether all its events in the generation being filled were skipped: readers have no position for it.
    /// </summary>
    public bool OnlySkipped { get; set; }

    /// <summary>Whether the runtime no longer lists the thread.</summary>
    public bool Exited { get; set; }

    /// <summary>Whether the sequence point being read lists it.</summary>
    public bool Listed { get; set; }

    /// <summary>Whether its last event is the beginning of a wait.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>That event, if it is; null before the first event.</summary>
    public WaitStart? Wait { get; private set; }

    /// <summary>The wait that begins with the event before the one of a number; null for none.</summary>
    public WaitStart? WaitBefore(uint sequence) =>
        IsWaiting && LastSequence == unchecked(sequence - 1) ? Wait : null;

    /// <summary>Its last event is the beginning of a wait; returns the memory taken for that.</summary>
    public int BeginWait(WaitStart start)
    {
        int takenBytes = Wait is null ? WaitStart.OwnBytes : 0;
        Wait ??= new WaitStart();
        Wait.Set(start);
        IsWaiting = true;
        return takenBytes;
    }
}
