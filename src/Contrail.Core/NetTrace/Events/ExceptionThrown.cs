using static Contrail.Core.NetTrace.Events.RuntimeEventTable;

namespace Contrail.Core.NetTrace.Events;

/// <summary>An exception that was thrown (event 80). Borrows the payload.</summary>
internal readonly ref struct ExceptionThrown
{
    private static readonly EventField TypeField = Field("Type", RuntimeEventId.ExceptionThrown);
    private static readonly EventField MessageField = Field("Message", RuntimeEventId.ExceptionThrown);
    private static readonly EventField HResultField = Field("HResult", RuntimeEventId.ExceptionThrown);
    private static readonly EventField FlagsField = Field("Flags", RuntimeEventId.ExceptionThrown);

    private readonly EventPayload _payload;

    private ExceptionThrown(EventPayload payload) => _payload = payload;

    /// <summary>The full name of its type; allocates.</summary>
    public string Type => _payload.Text(TypeField);

    /// <summary>Its message; allocates.</summary>
    public string Message => _payload.Text(MessageField);

    /// <summary>Its HRESULT.</summary>
    public int HResult => unchecked((int)_payload.Number32(HResultField));

    /// <summary>Has an inner exception 1, nested 2, thrown again 4, corrupts the state 8, CLS compliant 16.</summary>
    public uint Flags => _payload.Number32(FlagsField);

    /// <summary>Reads the payload; false if it was cut short.</summary>
    /// <param name="version">The version of the payload.</param>
    /// <param name="untrusted">The payload.</param>
    /// <param name="pointerBytes">How many bytes a pointer of the recorded process has.</param>
    /// <param name="thrown">What was read.</param>
    public static bool TryRead(
        int version, ReadOnlySpan<byte> untrusted, int pointerBytes, out ExceptionThrown thrown)
    {
        PayloadLayout? layout = FindLive(RuntimeEventId.ExceptionThrown)?.Layout(version);
        if (layout is not null && EventPayload.TryRead(layout, untrusted, pointerBytes, out EventPayload payload))
        {
            thrown = new ExceptionThrown(payload);
            return true;
        }

        thrown = default;
        return false;
    }
}
