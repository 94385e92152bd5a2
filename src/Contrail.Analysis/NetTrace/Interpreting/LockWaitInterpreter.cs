using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>Makes waits of the starts and ends of waits for locks. Not safe for concurrent use.</summary>
internal sealed class LockWaitInterpreter(Interpretation shared) : IEventInterpreter
{
    private const int VersionWithDuration = 1;

    private static readonly EventField Flags =
        RuntimeEventTable.Field("Flags", RuntimeEventId.ContentionStart, RuntimeEventId.ContentionStop);

    private static readonly EventField LockId = RuntimeEventTable.Field("LockId", RuntimeEventId.ContentionStart);

    private static readonly EventField Owner =
        RuntimeEventTable.Field("OwnerThreadId", RuntimeEventId.ContentionStart);

    private static readonly EventField Duration =
        RuntimeEventTable.Field("DurationNanoseconds", RuntimeEventId.ContentionStop);

    private readonly LockOwners _owners = new(shared);
    private readonly OpenWaits _open = new(shared, ModelNeeds.Waits);

    /// <summary>Returns whether a thread waits for a lock.</summary>
    public bool IsWaiting(ulong threadId) => _open.IsWaiting(threadId);

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row) => (row.Provider, row.EventId) switch
    {
        (RuntimeProvider.Name, RuntimeEventId.ContentionStart) => AddStart,
        (RuntimeProvider.Name, RuntimeEventId.ContentionStop) => AddStop,
        _ => null,
    };

    /// <inheritdoc/>
    public void Complete() => _open.Complete();

    private static WaitKind KindOf(in EventPayload payload) =>
        !payload.IsRead ? WaitKind.Unknown
        : payload.Number(Flags) == 0 ? WaitKind.Lock
        : WaitKind.RuntimeLock;

    private void AddStart(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        StackId stack = shared.Stacks.Find(current.StackId, current.At);
        TimeRange range = new(at, at, IsOpenAtStart: current.IsAdded, IsOpenAtEnd: true);
        _open.Begin(current, new Wait(KindOf(payload), unchecked((long)current.ThreadId), range, stack)
        {
            ObjectId = payload.Number(LockId),
            OwnerId = _owners.Find(payload.Number(Owner), stack, current),
            Request = shared.RequestOf(current.ActivityId),
        });
    }

    private void AddStop(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        WaitKind kind = KindOf(payload);
        double nanoseconds = payload.FloatingPoint(Duration);
        bool isMeasured = current.Row.Version >= VersionWithDuration && double.IsFinite(nanoseconds)
            && nanoseconds >= 0;
        TraceTime? start = isMeasured
            ? new TraceTime(at.Nanoseconds - (long)Math.Min(TraceTime.MaxNanoseconds, nanoseconds))
            : null;
        _open.End(current, at, payload.IsRead ? kind : null, start);
    }
}
