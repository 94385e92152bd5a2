using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes waits of the starts and ends of waits for events, semaphores and other wait handles. A wait for a lock waits
/// for a handle too; that time is reported once, as the wait for the lock. Not safe for concurrent use.
/// </summary>
/// <param name="shared">What all interpreters share.</param>
/// <param name="locks">The waits for locks.</param>
internal sealed class HandleWaitInterpreter(Interpretation shared, LockWaitInterpreter locks) : IEventInterpreter
{
    private static readonly EventField ObjectId =
        RuntimeEventTable.Field("ObjectId", RuntimeEventId.WaitHandleWaitStart);

    private readonly OpenWaits _open = new(shared, ModelNeeds.HandleWaits);

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row) => (row.Provider, row.EventId) switch
    {
        (RuntimeProvider.Name, RuntimeEventId.WaitHandleWaitStart) => AddStart,
        (RuntimeProvider.Name, RuntimeEventId.WaitHandleWaitStop) => AddStop,
        _ => null,
    };

    /// <inheritdoc/>
    public void Complete() => _open.Complete();

    // With lost events, the end of a wait for a lock may be one of them.
    private bool IsPartOfLockWait(ulong threadId) => shared.IsComplete && locks.IsWaiting(threadId);

    private void AddStart(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        if (IsPartOfLockWait(current.ThreadId))
        {
            return;
        }

        _open.Begin(current, new Wait(
            WaitKind.Handle,
            unchecked((long)current.ThreadId),
            new TimeRange(at, at, IsOpenAtStart: current.IsAdded, IsOpenAtEnd: true),
            shared.Stacks.Find(current.StackId, current.At))
        {
            ObjectId = payload.Number(ObjectId),
            Request = shared.RequestOf(current.ActivityId),
        });
    }

    private void AddStop(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        if (!IsPartOfLockWait(current.ThreadId))
        {
            _open.End(current, at, WaitKind.Handle, start: null);
        }
    }
}
