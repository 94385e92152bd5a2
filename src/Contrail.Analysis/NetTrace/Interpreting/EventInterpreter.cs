using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Passes on all events of the window, not interpreted; those that a recorder adds are left out. Not safe for
/// concurrent use.
/// </summary>
internal sealed class EventInterpreter(Interpretation shared) : IEventInterpreter
{
    private readonly EventDetails _details = new(shared);

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row)
    {
        if (row.Provider == OwnEvents.ManifestProvider)
        {
            return null;
        }

        string provider = FileText.ShortenName(row.Provider);
        string name = EventNames.Of(row);
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            if (!current.IsAdded)
            {
                _details.Set(current);
                shared.Sink.Add(
                    new EventRecord(at, unchecked((long)current.ThreadId), provider, name, _details));
            }
        };
    }

    /// <inheritdoc/>
    public void Complete()
    {
    }
}
