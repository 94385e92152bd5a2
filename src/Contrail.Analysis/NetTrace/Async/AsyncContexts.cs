using Contrail.Analysis.Model;

namespace Contrail.Analysis.NetTrace.Async;

/// <summary>
/// The contexts that have not ended, and the operations to which they belong. Not safe for concurrent use.
/// </summary>
/// <param name="sink">Receives the records.</param>
/// <param name="stacks">The stacks of the file.</param>
internal sealed class AsyncContexts(IModelSink sink, StackTable stacks)
{
    /// <summary>Operations that wait at the same time; a file may contain any number.</summary>
    private const int MaxOpen = 100_000;

    private readonly Dictionary<ulong, AsyncContext> _open = [];
    private readonly Dictionary<ulong, Handover> _handovers = [];

    /// <summary>A context that has not ended; null if the trace does not contain its start.</summary>
    public AsyncContext? Find(ulong id) => _open.GetValueOrDefault(id);

    /// <summary>A context is created.</summary>
    public void Create(in AsyncStep step, AsyncForm form, AsyncThread thread)
    {
        if (_open.TryGetValue(step.ParentId, out AsyncContext? parent))
        {
            parent.LastChildId = step.ContextId;
        }

        AsyncContext created = new(step.ContextId, form, step.At)
        {
            ParentId = step.ParentId,
            ParentOperationId = parent?.Operation?.Id ?? step.ParentId,
            SuspendedAfterId = thread.LastSuspendedId,
        };
        thread.LastSuspendedId = step.ContextId;
        thread.HasEndedMethod = false;
        if (!TryAdd(created))
        {
            sink.OnUnpaired(ModelNeeds.AsyncOperations);
        }
    }

    /// <summary>A thread resumes a context; null if there are too many.</summary>
    /// <param name="step">The step.</param>
    /// <param name="form">What suspends its methods.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="wait">How long it was suspended; null if that is unknown, or if it was not.</param>
    public AsyncContext? Resume(in AsyncStep step, AsyncForm form, AsyncThread thread, out TimeRange? wait)
    {
        wait = null;
        AsyncContext? context = Find(step.ContextId);
        if (context is null)
        {
            TraceTime since = step.At < TraceTime.Start ? step.At : TraceTime.Start;
            context = new AsyncContext(step.ContextId, form, since) { IsOpenAtStart = true };
            if (!TryAdd(context))
            {
                sink.OnUnpaired(ModelNeeds.AsyncOperations);
                return null;
            }
        }

        if (context.Thread == thread)
        {
            return context;
        }

        if (context.Thread is { } other)
        {
            // The step that suspended it is lost.
            sink.OnUnpaired(ModelNeeds.AsyncOperations);
            other.Remove(context);
            context.IsReset = true;
        }

        wait = context.Resume(step.At);
        thread.Enter(context);
        return context;
    }

    /// <summary>A wait has ended and its stack, if there is one, has been read.</summary>
    public void FinishWait(EndedWait wait, AsyncThread thread)
    {
        AsyncContext context = wait.Context;
        TimeRange range = wait.Range;
        OpenOperation operation = OperationOf(context, ref range);
        StackId logical = wait.Awaited is { } inner
            ? stacks.AddJoined(inner.LongestWait, context.Stack)
            : context.Stack;
        operation.AddWait(range, context.Stack, logical);
        sink.Add(new AsyncSpan(operation.Id, ThreadActivity.Waiting, thread.Id, range, logical)
        {
            AwaitedId = wait.Awaited?.Id ?? 0,
        });
        if (wait.Awaited is { AwaiterId: 0 } awaited)
        {
            awaited.AwaiterId = operation.Id;
        }
    }

    /// <summary>A context is suspended.</summary>
    public void Suspend(AsyncContext context, AsyncThread thread, TraceTime at)
    {
        EndRun(context, thread, at);
        context.Since = at;
        context.SuspendedAfterId = thread.LastSuspendedId;
        thread.LastSuspendedId = context.Id;
    }

    /// <summary>A context ends; the operation, if it ends too.</summary>
    public EndedOperation? Complete(AsyncContext context, AsyncThread thread, TraceTime at)
    {
        OpenOperation operation = EndRun(context, thread, at);
        _open.Remove(context.Id);
        bool isContinued = context is { Form: AsyncForm.StateMachine, Remaining: > 0, LastChildId: not 0 };
        if (isContinued && _handovers.Count < MaxOpen)
        {
            _handovers[context.Id] =
                new Handover(operation, context.Stack, context.Remaining, at, context.LastChildId);
            return null;
        }

        AsyncOutcome outcome = context.Form == AsyncForm.StateMachine && context.Remaining > 0 ? AsyncOutcome.Unknown
            : context.IsUnwound ? AsyncOutcome.Failed
            : AsyncOutcome.Completed;
        return new EndedOperation(context.Id, operation, at, outcome);
    }

    /// <summary>Adds what is open where the trace ends.</summary>
    /// <param name="last">The last step of any thread.</param>
    /// <param name="knownUntil">Up to when the steps of all threads are known.</param>
    public void Complete(TraceTime last, TraceTime knownUntil)
    {
        foreach (AsyncContext context in _open.Values)
        {
            TimeRange range = new(context.Since, last, context.IsOpenAtStart, IsOpenAtEnd: true);
            AddStackOfParent(context);
            OpenOperation operation = OperationOf(context, ref range);
            bool isRunning = context.Thread is not null;
            StackId stack = isRunning || context.SuspendedStack.IsNone ? context.Stack : context.SuspendedStack;
            if (isRunning)
            {
                operation.AddRun(range);
            }
            else
            {
                operation.AddWait(range, stack, stack);
            }

            ThreadActivity activity = isRunning ? ThreadActivity.Running : ThreadActivity.Waiting;
            sink.Add(new AsyncSpan(operation.Id, activity, context.Thread?.Id ?? 0, range, stack));
            sink.Add(operation.End(last, AsyncOutcome.Open) with { KnownUntil = knownUntil });
        }

        foreach (Handover handover in _handovers.Values)
        {
            sink.OnUnpaired(ModelNeeds.AsyncOperations);
            sink.Add(handover.Operation.End(handover.At, AsyncOutcome.Unknown));
        }

        _open.Clear();
        _handovers.Clear();
    }

    private bool TryAdd(AsyncContext context)
    {
        bool isReplaced = _open.Remove(context.Id, out AsyncContext? earlier);
        if (isReplaced)
        {
            // Its end is lost: the profiler uses an id again only after that.
            earlier!.Thread?.Remove(earlier);
            sink.OnUnpaired(ModelNeeds.AsyncOperations);
        }

        return _open.Count < MaxOpen && _open.TryAdd(context.Id, context);
    }

    private OpenOperation EndRun(AsyncContext context, AsyncThread thread, TraceTime at)
    {
        TimeRange range = new(context.Since, at, context.IsOpenAtStart, IsOpenAtEnd: false);
        OpenOperation operation = OperationOf(context, ref range);
        thread.Remove(context);
        operation.AddRun(range);
        sink.Add(new AsyncSpan(operation.Id, ThreadActivity.Running, thread.Id, range, context.Stack));
        return operation;
    }

    // A context that no thread has resumed has no stack, but it continues the operation whose end created it.
    private void AddStackOfParent(AsyncContext context)
    {
        if (context.Operation is null && context.Stack.IsNone
            && _handovers.TryGetValue(context.ParentId, out Handover? handover)
            && handover.LastChildId == context.Id)
        {
            int depth = stacks.Depth(handover.Stack);
            context.Stack = stacks.AddWithout(handover.Stack, Math.Max(0, depth - handover.Remaining));
        }
    }

    private OpenOperation OperationOf(AsyncContext context, ref TimeRange range)
    {
        if (context.Operation is null && IsContinuation(context, out Handover? handover))
        {
            // The methods that run until the earlier context ends belong to its last run.
            _handovers.Remove(context.ParentId);
            range = range with { Start = TraceTime.Max(range.Start, handover!.At) };
            context.Operation = handover.Operation;
        }

        return context.Operation ??= new OpenOperation(
            context.Id, context.ParentOperationId, context.Form, range.Start, range.IsOpenAtStart);
    }

    private bool IsContinuation(AsyncContext context, out Handover? handover) =>
        _handovers.TryGetValue(context.ParentId, out handover)
        && context.Form == AsyncForm.StateMachine
        && stacks.HasSameOutermost(handover.Stack, context.Stack, handover.Remaining);
}
