using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Triggers;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>Makes observations of some events. Not safe for concurrent use.</summary>
internal interface IEventObserver
{
    /// <summary>What it can observe.</summary>
    IReadOnlyList<SignalKind> Signals { get; }

    /// <summary>What makes observations of the events of a row; null if it needs none of them.</summary>
    ObserveEvent? Find(MetadataRow row);
}

/// <summary>Makes observations of an event.</summary>
/// <param name="current">The event.</param>
/// <param name="payload">Its fields; not read if it is none of the runtime's, or too short.</param>
/// <param name="nanoseconds">When it happened, on the clock of observations.</param>
/// <param name="observed">Receives the observations.</param>
internal delegate void ObserveEvent(
    in TappedEvent current, in EventPayload payload, long nanoseconds, ICollection<Observation> observed);
