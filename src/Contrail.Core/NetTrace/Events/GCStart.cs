using static Contrail.Core.NetTrace.Events.RuntimeEventTable;

namespace Contrail.Core.NetTrace.Events;

/// <summary>The beginning of a collection (event 1). Borrows the payload.</summary>
internal readonly ref struct GCStart
{
    private static readonly EventField CountField = Field("Count", RuntimeEventId.GCStart);
    private static readonly EventField DepthField = Field("Depth", RuntimeEventId.GCStart);
    private static readonly EventField ReasonField = Field("Reason", RuntimeEventId.GCStart);
    private static readonly EventField TypeField = Field("Type", RuntimeEventId.GCStart);

    private readonly EventPayload _payload;

    private GCStart(EventPayload payload) => _payload = payload;

    /// <summary>The collection's number, counted from 1 since the process began.</summary>
    public uint Count => _payload.Number32(CountField);

    /// <summary>The oldest generation collected: 0, 1 or 2.</summary>
    public uint Depth => _payload.Number32(DepthField);

    /// <summary>Why; 0 small objects, 1 induced, 2 low memory, 4 large objects, and others.</summary>
    public uint Reason => _payload.Number32(ReasonField);

    /// <summary>0 blocking, 1 in the background, 2 blocking while one in the background runs.</summary>
    public uint Type => _payload.Number32(TypeField);

    /// <summary>Reads the payload; false if it was cut short.</summary>
    public static bool TryRead(int version, ReadOnlySpan<byte> untrusted, out GCStart start)
    {
        PayloadLayout? layout = FindLive(RuntimeEventId.GCStart)?.Layout(version);
        if (layout is not null && EventPayload.TryRead(layout, untrusted, sizeof(ulong), out EventPayload payload))
        {
            start = new GCStart(payload);
            return true;
        }

        start = default;
        return false;
    }
}
