namespace Contrail.Core.NetTrace.Events;

/// <summary>The ids of a thread in the event about its creation, and in that of a rundown.</summary>
/// <param name="Handle">The runtime's object of the thread: unique while the thread exists.</param>
/// <param name="ManagedId">The id in managed code, which the runtime uses again after the end of the thread.</param>
/// <param name="OSThreadId">The operating system's id.</param>
/// <param name="Flags">What the thread is for.</param>
internal readonly record struct ThreadIdentity(ulong Handle, uint ManagedId, uint OSThreadId, uint Flags)
{
    private static readonly EventField HandleField =
        RuntimeEventTable.Field("ManagedThreadId", RuntimeEventId.ThreadCreated);

    private static readonly EventField IndexField =
        RuntimeEventTable.Field("ManagedThreadIndex", RuntimeEventId.ThreadCreated);

    private static readonly EventField OSThreadIdField =
        RuntimeEventTable.Field("OSThreadId", RuntimeEventId.ThreadCreated);

    private static readonly EventField FlagsField = RuntimeEventTable.Field("Flags", RuntimeEventId.ThreadCreated);

    /// <summary>Reads the payload of either event; null if it was cut short.</summary>
    public static ThreadIdentity? Read(int version, ReadOnlySpan<byte> untrusted, int pointerBytes)
    {
        PayloadLayout? layout = RuntimeEventTable.FindLive(RuntimeEventId.ThreadCreated)?.Layout(version);
        return layout is not null && EventPayload.TryRead(layout, untrusted, pointerBytes, out EventPayload payload)
            ? new ThreadIdentity(
                payload.Number(HandleField), payload.Number32(IndexField), payload.Number32(OSThreadIdField),
                payload.Number32(FlagsField))
            : null;
    }
}
