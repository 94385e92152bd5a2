using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Triggers;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>Observes exceptions, waits for locks that have ended, and the starvation of the thread pool. Stateless.
/// </summary>
internal sealed class MomentObserver : IEventObserver
{
    private static readonly EventField ExceptionType = RuntimeEventTable.Field("Type", RuntimeEventId.ExceptionThrown);
    private static readonly EventField Message = RuntimeEventTable.Field("Message", RuntimeEventId.ExceptionThrown);
    private static readonly EventField Waited =
        RuntimeEventTable.Field("DurationNanoseconds", RuntimeEventId.ContentionStop);

    private static readonly EventField Reason = RuntimeEventTable.Field("Reason", RuntimeEventId.ThreadPoolAdjustment);
    private static readonly EventField NewCount =
        RuntimeEventTable.Field("NewCount", RuntimeEventId.ThreadPoolAdjustment);

    /// <inheritdoc/>
    public IReadOnlyList<SignalKind> Signals { get; } =
        [SignalKind.Exception, SignalKind.Contention, SignalKind.Starvation];

    /// <inheritdoc/>
    public bool IsUsed(MetadataRow row) => Find(row, EventSchema.Unknown) is not null;

    /// <inheritdoc/>
    public ObserveEvent? Find(MetadataRow row, EventSchema schema) => (row.Provider, row.EventId) switch
    {
        (RuntimeProvider.Name, RuntimeEventId.ExceptionThrown) => AddException,
        (RuntimeProvider.Name, RuntimeEventId.ContentionStop) => AddWait,
        (RuntimeProvider.Name, RuntimeEventId.ThreadPoolAdjustment) => AddAdjustment,
        _ => null,
    };

    private static void AddException(
        in TappedEvent current, in EventPayload payload, long nanoseconds, ICollection<Observation> observed) =>
        observed.Add(new Observation(SignalKind.Exception, nanoseconds)
        {
            Subject = FileText.Shorten(payload.Text(ExceptionType)),
            Text = FileText.Shorten(payload.Text(Message)),
        });

    // Versions before 1 have no duration, and an end of a wait that failed has none either.
    private static void AddWait(
        in TappedEvent current, in EventPayload payload, long nanoseconds, ICollection<Observation> observed)
    {
        double waited = payload.FloatingPoint(Waited);
        if (payload.Has(Waited) && double.IsFinite(waited) && waited >= 0)
        {
            observed.Add(new Observation(SignalKind.Contention, nanoseconds) { Value = waited });
        }
    }

    private static void AddAdjustment(
        in TappedEvent current, in EventPayload payload, long nanoseconds, ICollection<Observation> observed)
    {
        if (payload.IsRead
            && payload.Number32(Reason) is RuntimeReasons.Starvation or RuntimeReasons.CooperativeBlocking)
        {
            observed.Add(new Observation(SignalKind.Starvation, nanoseconds) { Value = payload.Number32(NewCount) });
        }
    }
}
