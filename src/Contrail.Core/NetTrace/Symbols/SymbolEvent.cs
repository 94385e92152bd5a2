using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Symbols;

/// <summary>One event that may describe code. Borrows the payload.</summary>
/// <param name="origin">The provider of the event, which defines the meaning of its id.</param>
/// <param name="eventId">The provider's number for it.</param>
/// <param name="version">The version of its payload.</param>
/// <param name="at">When it happened.</param>
/// <param name="untrusted">Its payload.</param>
internal readonly ref struct SymbolEvent(
    SymbolOrigin origin, int eventId, int version, TraceTicks at, ReadOnlySpan<byte> untrusted)
{
    /// <summary>Which provider's event it is.</summary>
    public SymbolOrigin Origin { get; } = origin;

    /// <summary>The provider's number for it.</summary>
    public int EventId { get; } = eventId;

    /// <summary>The version of its payload.</summary>
    public int Version { get; } = version;

    /// <summary>When it happened.</summary>
    public TraceTicks At { get; } = at;

    /// <summary>Its payload.</summary>
    public ReadOnlySpan<byte> Untrusted { get; } = untrusted;
}
