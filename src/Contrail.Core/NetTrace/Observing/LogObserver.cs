using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Libraries;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Triggers;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>
/// Observes log messages, each once: of the forms in which the stream contains them, the most readable one. Not safe
/// for concurrent use.
/// </summary>
internal sealed class LogObserver : IEventObserver
{
    private int _form = int.MaxValue;

    /// <inheritdoc/>
    public IReadOnlyList<SignalKind> Signals { get; } = [SignalKind.Log];

    /// <inheritdoc/>
    public bool IsUsed(MetadataRow row) => LogEvent.FormOf(row.Provider, row.Name) >= 0;

    /// <inheritdoc/>
    public ObserveEvent? Find(MetadataRow row, EventSchema schema)
    {
        int form = LogEvent.FormOf(row.Provider, row.Name);
        if (form < 0)
        {
            return null;
        }

        // The source writes the most readable form of a message first, so that no other one was observed before.
        _form = Math.Min(_form, form);
        LogEvent log = new(schema);
        return (in TappedEvent current, in EventPayload _, long nanoseconds, ICollection<Observation> observed) =>
        {
            if (form == _form)
            {
                observed.Add(new Observation(SignalKind.Log, nanoseconds)
                {
                    // Signals have the levels from 1.
                    Value = log.Level(current.Payload) + 1,
                    Subject = log.Category(current.Payload),
                    Text = log.Message(current.Payload),
                });
            }
        };
    }
}
