using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Triggers;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>Makes observations of some events. Not safe for concurrent use, except for <see cref="IsUsed"/>.</summary>
internal interface IEventObserver
{
    /// <summary>What it can observe.</summary>
    IReadOnlyList<SignalKind> Signals { get; }

    /// <summary>
    /// Whether it needs the events of a row. The thread that reads the stream calls it: it uses only what does not
    /// change.
    /// </summary>
    bool IsUsed(MetadataRow row);

    /// <summary>What makes observations of the events of a row; null if it needs none of them.</summary>
    /// <param name="row">The row.</param>
    /// <param name="schema">The fields of its events.</param>
    ObserveEvent? Find(MetadataRow row, EventSchema schema);
}

/// <summary>Makes observations of an event.</summary>
/// <param name="current">The event.</param>
/// <param name="payload">Its fields; not read if it is none of the runtime's, or too short.</param>
/// <param name="nanoseconds">When it happened, on the clock of observations.</param>
/// <param name="observed">Receives the observations.</param>
internal delegate void ObserveEvent(
    in TappedEvent current, in EventPayload payload, long nanoseconds, ICollection<Observation> observed);
