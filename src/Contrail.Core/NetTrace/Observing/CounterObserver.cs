using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Libraries;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Triggers;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>Observes the values of event counters and meters. Stateless.</summary>
internal sealed class CounterObserver : IEventObserver
{
    /// <inheritdoc/>
    public IReadOnlyList<SignalKind> Signals { get; } = [SignalKind.Counter];

    /// <inheritdoc/>
    public bool IsUsed(MetadataRow row) => CounterEvent.IsCounter(row);

    /// <inheritdoc/>
    public ObserveEvent? Find(MetadataRow row, EventSchema schema)
    {
        if (!IsUsed(row))
        {
            return null;
        }

        CounterEvent counter = new(row, schema);
        return (in TappedEvent current, in EventPayload _, long nanoseconds, ICollection<Observation> observed) =>
        {
            if (counter.TryRead(current.Payload, out CounterReading reading) && double.IsFinite(reading.Value))
            {
                observed.Add(new Observation(SignalKind.Counter, nanoseconds)
                {
                    Value = reading.Value,
                    Subject = $"{reading.Owner}/{reading.Name}",
                });
            }
        };
    }
}
