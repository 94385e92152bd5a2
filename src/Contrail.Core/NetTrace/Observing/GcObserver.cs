using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Triggers;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>
/// Observes pauses for collections, suspensions, and collections. A pause begins and ends on one thread; a collection
/// has a number. What has no beginning, or no end, is not observed. Not safe for concurrent use.
/// </summary>
internal sealed class GcObserver : IEventObserver
{
    private const int Gen2 = 2;

    /// <summary>One thread suspends at a time, and at most two collections run at a time.</summary>
    private const int MaxOpen = 64;

    private static readonly EventField SuspensionReason =
        RuntimeEventTable.Field("Reason", RuntimeEventId.GCSuspendBegin);

    private static readonly EventField Number =
        RuntimeEventTable.Field("Count", RuntimeEventId.GCStart, RuntimeEventId.GCEnd);

    private static readonly EventField Depth = RuntimeEventTable.Field("Depth", RuntimeEventId.GCStart);
    private static readonly EventField Reason = RuntimeEventTable.Field("Reason", RuntimeEventId.GCStart);

    private readonly Dictionary<ulong, Suspension> _suspensions = [];
    private readonly Dictionary<uint, Collection> _collections = [];
    private long _latestResumption = long.MinValue;

    /// <inheritdoc/>
    public IReadOnlyList<SignalKind> Signals { get; } =
        [SignalKind.GcPause, SignalKind.Suspension, SignalKind.Gen2, SignalKind.InducedGc];

    /// <inheritdoc/>
    public bool IsUsed(MetadataRow row) => Find(row, EventSchema.Unknown) is not null;

    /// <inheritdoc/>
    public ObserveEvent? Find(MetadataRow row, EventSchema schema) => (row.Provider, row.EventId) switch
    {
        (RuntimeProvider.Name, RuntimeEventId.GCSuspendBegin) => BeginSuspension,
        (RuntimeProvider.Name, RuntimeEventId.GCSuspendEnd) => EndSuspension,
        (RuntimeProvider.Name, RuntimeEventId.GCRestartEnd) => Resume,
        (RuntimeProvider.Name, RuntimeEventId.GCStart) => BeginCollection,
        (RuntimeProvider.Name, RuntimeEventId.GCEnd) => EndCollection,
        _ => null,
    };

    private void BeginSuspension(
        in TappedEvent current, in EventPayload payload, long nanoseconds, ICollection<Observation> observed)
    {
        if (_suspensions.Count < MaxOpen || _suspensions.ContainsKey(current.ThreadId))
        {
            bool isForCollection = payload.IsRead
                && RuntimeReasons.IsForCollection(payload.Number32(SuspensionReason));
            _suspensions[current.ThreadId] = new Suspension(nanoseconds, isForCollection);
        }
    }

    private void EndSuspension(
        in TappedEvent current, in EventPayload payload, long nanoseconds, ICollection<Observation> observed)
    {
        if (_suspensions.TryGetValue(current.ThreadId, out Suspension started))
        {
            observed.Add(new Observation(SignalKind.Suspension, nanoseconds)
            {
                Value = Math.Max(0, nanoseconds - StartOf(started)),
            });
        }
    }

    private void Resume(
        in TappedEvent current, in EventPayload payload, long nanoseconds, ICollection<Observation> observed)
    {
        bool isKnown = _suspensions.Remove(current.ThreadId, out Suspension started);
        if (isKnown && started.IsForCollection)
        {
            observed.Add(new Observation(SignalKind.GcPause, nanoseconds)
            {
                Value = Math.Max(0, nanoseconds - StartOf(started)),
            });
        }

        _latestResumption = Math.Max(_latestResumption, nanoseconds);
    }

    private void BeginCollection(
        in TappedEvent current, in EventPayload payload, long nanoseconds, ICollection<Observation> observed)
    {
        if (payload.IsRead && (_collections.Count < MaxOpen || _collections.ContainsKey(payload.Number32(Number))))
        {
            _collections[payload.Number32(Number)] = new Collection(
                nanoseconds, payload.Number32(Depth) == Gen2, RuntimeReasons.IsInduced(payload.Number32(Reason)));
        }
    }

    private void EndCollection(
        in TappedEvent current, in EventPayload payload, long nanoseconds, ICollection<Observation> observed)
    {
        if (!payload.IsRead || !_collections.Remove(payload.Number32(Number), out Collection started))
        {
            return;
        }

        double duration = Math.Max(0, nanoseconds - started.Start);
        if (started.IsGen2)
        {
            observed.Add(new Observation(SignalKind.Gen2, nanoseconds) { Value = duration });
        }

        if (started.IsInduced)
        {
            observed.Add(new Observation(SignalKind.InducedGc, nanoseconds) { Value = duration });
        }
    }

    // A thread that waits for the end of another suspension has not suspended anything yet.
    private long StartOf(Suspension started) => Math.Max(started.Start, _latestResumption);

    private readonly record struct Suspension(long Start, bool IsForCollection);

    private readonly record struct Collection(long Start, bool IsGen2, bool IsInduced);
}
