namespace Contrail;

/// <summary>
/// Which events of a provider come, by their ids. Only .NET 10 and later can filter; older ones send all.
/// </summary>
public sealed record EventIdFilter
{
    private EventIdFilter(bool isAllowList, IReadOnlyList<uint> eventIds)
    {
        IsAllowList = isAllowList;
        EventIds = eventIds;
    }

    /// <summary>True when only <see cref="EventIds"/> come, false when all others do.</summary>
    public bool IsAllowList { get; }

    /// <summary>The ids; the filter has its own copy.</summary>
    public IReadOnlyList<uint> EventIds { get; }

    /// <summary>Only these events come; none at all when there are no ids.</summary>
    public static EventIdFilter Only(params ReadOnlySpan<uint> eventIds) => new(true, eventIds.ToArray());

    /// <summary>All events but these come.</summary>
    public static EventIdFilter AllBut(params ReadOnlySpan<uint> eventIds) => new(false, eventIds.ToArray());
}
