using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Libraries;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Triggers;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>
/// Observes which counters exist, until those that conditions name have been seen. It makes no observation. Not safe
/// for concurrent use, except for <see cref="IsUsed"/>.
/// </summary>
/// <param name="names">Receives them.</param>
internal sealed class CounterNameObserver(NameCheck names) : IEventObserver
{
    /// <inheritdoc/>
    public IReadOnlyList<SignalKind> Signals { get; } = [SignalKind.Counter];

    /// <inheritdoc/>
    public bool IsUsed(MetadataRow row) => CounterName.IsNamed(row);

    /// <inheritdoc/>
    public ObserveEvent? Find(MetadataRow row, EventSchema schema)
    {
        if (!IsUsed(row))
        {
            return null;
        }

        CounterName counter = new(row, schema);
        return (in TappedEvent current, in EventPayload _, long _, ICollection<Observation> _) =>
        {
            if (names.NeedsCounters)
            {
                (string owner, string name, string? series) = counter.Of(current.Payload);
                names.SeeCounter(owner, name, series);
            }
        };
    }
}
