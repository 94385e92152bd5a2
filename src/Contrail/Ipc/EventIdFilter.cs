namespace Contrail;

/// <summary>
/// Selects events of a provider by id. .NET 10 and later apply the filter; older runtimes send all events. Immutable.
/// </summary>
public sealed record EventIdFilter
{
    private EventIdFilter(bool isAllowList, IReadOnlyList<uint> eventIds)
    {
        IsAllowList = isAllowList;
        EventIds = eventIds;
    }

    /// <summary>Gets whether only <see cref="EventIds"/> are sent (true), or all others (false).</summary>
    public bool IsAllowList { get; }

    /// <summary>Gets the event ids.</summary>
    public IReadOnlyList<uint> EventIds { get; }

    /// <summary>Creates a filter that sends only these events; no events without ids.</summary>
    public static EventIdFilter Only(params ReadOnlySpan<uint> eventIds) => new(true, eventIds.ToArray());

    /// <summary>Creates a filter that sends all events except these.</summary>
    public static EventIdFilter AllBut(params ReadOnlySpan<uint> eventIds) => new(false, eventIds.ToArray());
}
