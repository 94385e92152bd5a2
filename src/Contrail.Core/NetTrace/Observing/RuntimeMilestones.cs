using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>
/// Counts what the runtime did: collections, suspensions and exceptions, between two calls of <see cref="Take"/>.
/// Thread-safe.
/// </summary>
/// <remarks>
/// The thread that reads the stream adds the events directly: a copy of each, as triggers need it, would be limited in
/// number, and a storm of exceptions would be unknown. It finds them by their roles, which it looks up anyway, so that
/// other events cost nothing.
/// </remarks>
internal sealed class RuntimeMilestones
{
    private const int Generations = 3;

    private static readonly EventField Depth = RuntimeEventTable.Field("Depth", RuntimeEventId.GCStart);

    private readonly Lock _lock = new();
    private readonly PauseTimes _pauses = new();
    private readonly long[] _collections = new long[Generations];
    private long _exceptionCount;
    private bool _isIncomplete;

    /// <summary>Counts an event.</summary>
    /// <param name="role">What it is; others than milestones are left out.</param>
    /// <param name="row">Its row.</param>
    /// <param name="reader">At the event.</param>
    /// <param name="trace">Describes the stream.</param>
    public void Add(EventRole role, MetadataRow row, in EventBlockReader reader, TraceObject trace)
    {
        lock (_lock)
        {
            switch (role)
            {
                case EventRole.Exception:
                    _exceptionCount++;
                    break;
                case EventRole.Collection:
                    AddCollection(row, reader, trace.PointerBytes);
                    break;
                case EventRole.Suspension or EventRole.Resumption when trace.TicksPerSecond <= 0:
                    _isIncomplete = true;
                    break;
                case EventRole.Suspension:
                    _pauses.Begin(reader.ThreadId, reader.At.Nanoseconds(trace.TicksPerSecond));
                    break;
                case EventRole.Resumption:
                    _pauses.End(reader.ThreadId, reader.At.Nanoseconds(trace.TicksPerSecond));
                    break;
            }
        }
    }

    /// <summary>Events are missing: what is counted is less than what happened.</summary>
    public void MissEvents()
    {
        lock (_lock)
        {
            _isIncomplete = true;
            _pauses.Forget();
        }
    }

    /// <summary>What has arrived since the last call; null if some of it is missing.</summary>
    public MilestoneCounts? Take()
    {
        lock (_lock)
        {
            MilestoneCounts counts = new(
                _collections[0], _collections[1], _collections[2], _exceptionCount, _pauses.Take());
            bool isComplete = !_isIncomplete;
            Array.Clear(_collections);
            (_exceptionCount, _isIncomplete) = (0, false);
            return isComplete ? counts : null;
        }
    }

    private void AddCollection(MetadataRow row, in EventBlockReader reader, int pointerBytes)
    {
        PayloadLayout? layout = RuntimeEventTable.Find(row.Provider, row.EventId)?.Layout(row.Version);
        if (layout is null || !EventPayload.TryRead(layout, reader.Payload, pointerBytes, out EventPayload payload)
            || !payload.Has(Depth) || payload.Number(Depth) >= Generations)
        {
            _isIncomplete = true;
            return;
        }

        _collections[payload.Number32(Depth)]++;
    }
}
