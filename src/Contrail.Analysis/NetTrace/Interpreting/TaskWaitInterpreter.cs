using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes waits of threads that block until a task has ended (<c>Task.Wait</c>, <c>Result</c>). An <c>await</c>, which
/// the same events report, blocks no thread. Not safe for concurrent use.
/// </summary>
internal sealed class TaskWaitInterpreter(Interpretation shared) : IEventInterpreter
{
    public const string Provider = LibraryProvider.Tasks;

    /// <summary>The end of a wait, which is written at the verbose level only.</summary>
    public const string EndName = "TaskWaitEnd";

    /// <summary>The keyword of that event source that requests waits.</summary>
    public const ulong Keyword = 2;

    /// <summary>The behavior of a wait that blocks its thread.</summary>
    private const int Synchronous = 1;

    private readonly OpenWaits _open = new(shared, ModelNeeds.TaskWaits);

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row) => (row.Provider, row.Name) switch
    {
        (Provider, "TaskWaitBegin") => Begin(shared.Schemas.Of(row)),
        (Provider, EndName) => End(shared.Schemas.Of(row)),
        _ => null,
    };

    /// <inheritdoc/>
    public void Complete() => _open.Complete();

    private static ulong Integer(EventSchema schema, int index, ReadOnlySpan<byte> untrusted) =>
        schema.TryRead(untrusted, index, out FieldValue value) && value.TryInteger(out Int128 read)
            ? unchecked((ulong)read)
            : 0;

    private InterpretEvent Begin(EventSchema schema)
    {
        int task = schema.IndexOf("TaskID");
        int behavior = schema.IndexOf("Behavior");
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            if (Integer(schema, behavior, current.Payload) != Synchronous)
            {
                return;
            }

            _open.Begin(current, new Wait(
                WaitKind.Task,
                unchecked((long)current.ThreadId),
                new TimeRange(at, at, IsOpenAtStart: current.IsAdded, IsOpenAtEnd: true),
                shared.Stacks.Find(current.StackId, current.At))
            {
                ObjectId = Integer(schema, task, current.Payload),
                Request = shared.RequestOf(current.ActivityId),
            });
        };
    }

    // The continuation of an await reports an end too, on any thread: only the task for which this thread waits counts.
    private InterpretEvent End(EventSchema schema)
    {
        int task = schema.IndexOf("TaskID");
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            if (_open.IsWaiting(current.ThreadId, Integer(schema, task, current.Payload)))
            {
                _open.End(current, at, WaitKind.Task, start: null);
            }
        };
    }
}
