using System.Globalization;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Payloads;

/// <summary>
/// The names of events. The runtime's own have none in the stream: their names are in the table of its events.
/// </summary>
internal static class EventNames
{
    /// <summary>The name in the file; or the one known for the number; or the number.</summary>
    public static string Of(MetadataRow row) => row.Name.Length > 0
        ? FileText.ShortenName(row.Name)
        : RuntimeEventTable.Find(row.Provider, row.EventId)?.Name
            ?? string.Create(CultureInfo.InvariantCulture, $"event {row.EventId}");
}
