using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>The roles of events that are sent once and needed by later ones, and of the recorder's marker.</summary>
internal static class EventRoles
{
    public static EventRole Of(MetadataRow row)
    {
        bool isMarker = row.Provider == NetTraceFormat.MarkerProvider && row.EventId == NetTraceFormat.MarkerEventId;
        return isMarker
            ? EventRole.Marker
            : RuntimeEventTable.Find(row.Provider, row.EventId)?.Role ?? EventRole.None;
    }
}
