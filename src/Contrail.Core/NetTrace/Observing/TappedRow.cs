using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>A row whose events a tap copies. Thread-safe as the tap.</summary>
/// <param name="tap">The tap.</param>
/// <param name="row">The row.</param>
internal sealed class TappedRow(EventTap tap, MetadataRow row)
{
    /// <inheritdoc cref="EventTap.Add"/>
    public void Add(in EventBlockReader reader) => tap.Add(row, reader);
}
