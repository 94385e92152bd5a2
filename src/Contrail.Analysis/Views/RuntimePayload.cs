using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.Views;

/// <summary>Reads the payloads of the runtime's events by the one table of their layouts.</summary>
internal static class RuntimePayload
{
    /// <summary>The payload of the current event; false where its layout is unknown, or it does not fit it.</summary>
    public static bool TryRead(
        MetadataRow row, in EventBlockReader current, TraceObject trace, out EventPayload payload)
    {
        payload = default;
        PayloadLayout? layout = RuntimeEventTable.FindLive(row.EventId)?.Layout(row.Version);
        return layout is not null && EventPayload.TryRead(layout, current.Payload, trace.PointerBytes, out payload);
    }
}
