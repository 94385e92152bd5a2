using static Contrail.Core.NetTrace.Events.RuntimeEventTable;

namespace Contrail.Core.NetTrace.Events;

/// <summary>The end of a wait for a lock (event 91). Borrows the payload.</summary>
internal readonly ref struct ContentionStop
{
    private static readonly EventField FlagsField = Field("Flags", RuntimeEventId.ContentionStop);
    private static readonly EventField DurationNanosecondsField =
        Field("DurationNanoseconds", RuntimeEventId.ContentionStop);

    private readonly EventPayload _payload;

    private ContentionStop(EventPayload payload) => _payload = payload;

    /// <summary>Whether the lock is a native one of the runtime's, and not one of the program's.</summary>
    public bool IsNative => _payload.Number(FlagsField) != 0;

    /// <summary>How long the thread waited; 0 in version 0, which does not contain it. May be NaN.</summary>
    public double DurationNanoseconds => _payload.FloatingPoint(DurationNanosecondsField);

    /// <summary>Reads the payload; false if it was cut short.</summary>
    public static bool TryRead(int version, ReadOnlySpan<byte> untrusted, out ContentionStop stop)
    {
        PayloadLayout? layout = FindLive(RuntimeEventId.ContentionStop)?.Layout(version);
        if (layout is not null && EventPayload.TryRead(layout, untrusted, sizeof(ulong), out EventPayload payload))
        {
            stop = new ContentionStop(payload);
            return true;
        }

        stop = default;
        return false;
    }
}
