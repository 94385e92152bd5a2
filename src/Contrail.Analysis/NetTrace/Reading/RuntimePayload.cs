using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>Reads the payloads of the runtime's events by the one table of their layouts.</summary>
internal static class RuntimePayload
{
    /// <summary>
    /// The payload of an event of any of the runtime's providers. Where its layout is unknown, or it does not fit, it
    /// is not read: every field is zero or empty.
    /// </summary>
    public static EventPayload Read(MetadataRow row, ReadOnlySpan<byte> untrusted, int pointerBytes)
    {
        PayloadLayout? layout = RuntimeEventTable.Find(row.Provider, row.EventId)?.Layout(row.Version);
        return Read(layout, untrusted, pointerBytes);
    }

    /// <summary>The payload of an event with a layout; not read if there is none, or if it does not fit.</summary>
    public static EventPayload Read(PayloadLayout? layout, ReadOnlySpan<byte> untrusted, int pointerBytes) =>
        layout is not null && EventPayload.TryRead(layout, untrusted, pointerBytes, out EventPayload payload)
            ? payload
            : default;
}
