using Contrail.Analysis.Model;
using Contrail.Core.NetTrace.Async;

namespace Contrail.Analysis.NetTrace.Async;

/// <summary>
/// Makes async operations of the steps of all threads, in the order of time. Not safe for concurrent use.
/// </summary>
/// <param name="sink">Receives the records.</param>
/// <param name="stacks">The stacks of the file.</param>
internal sealed class AsyncStitcher(IModelSink sink, StackTable stacks)
{
    /// <summary>Far more than a process starts; a file may contain any number.</summary>
    private const int MaxThreads = 20_000;

    private readonly Dictionary<uint, AsyncThread> _threads = [];
    private readonly AsyncContexts _contexts = new(sink, stacks);
    private TraceTime _last = new(-TraceTime.MaxNanoseconds);

    /// <summary>Takes the next step.</summary>
    public void Add(in AsyncStep step)
    {
        _last = TraceTime.Max(_last, step.At);
        if (!_threads.TryGetValue(step.Thread, out AsyncThread? thread))
        {
            if (_threads.Count >= MaxThreads)
            {
                sink.OnUnpaired(ModelNeeds.AsyncOperations);
                return;
            }

            _threads.Add(step.Thread, thread = new AsyncThread(step.ThreadId));
        }

        Add(step, thread);
    }

    /// <summary>Adds what is open where the trace ends.</summary>
    public void Complete(TraceTime knownUntil)
    {
        foreach (AsyncThread thread in _threads.Values)
        {
            FinishWait(thread);
            PassEnded(thread);
        }

        _contexts.Complete(_last, knownUntil);
    }

    private static AsyncForm FormOf(AsyncEventKind kind) => kind switch
    {
        AsyncEventKind.CreateStateMachineContext or AsyncEventKind.ResumeStateMachineContext
            or AsyncEventKind.ResumeStateMachineStack => AsyncForm.StateMachine,
        _ => AsyncForm.Runtime,
    };

    private void Add(in AsyncStep step, AsyncThread thread)
    {
        bool isStack = step.Kind is AsyncEventKind.CreateRuntimeStack or AsyncEventKind.SuspendRuntimeStack
            or AsyncEventKind.ResumeRuntimeStack or AsyncEventKind.ResumeStateMachineStack
            or AsyncEventKind.AppendStateMachineStack;
        if (isStack)
        {
            AddStack(step, thread);
            return;
        }

        FinishWait(thread);
        switch (step.Kind)
        {
            case AsyncEventKind.CreateRuntimeContext or AsyncEventKind.CreateStateMachineContext:
                PassEnded(thread);
                _contexts.Create(step, FormOf(step.Kind), thread);
                break;

            case AsyncEventKind.ResumeRuntimeContext or AsyncEventKind.ResumeStateMachineContext:
                Resume(step, thread);
                break;

            case AsyncEventKind.ResetThread:
                PassEnded(thread);
                thread.Reset();
                break;

            default:
                PassEnded(thread);
                AddToCurrent(step, thread);
                break;
        }
    }

    private void AddStack(in AsyncStep step, AsyncThread thread)
    {
        AsyncContext? context = _contexts.Find(step.ContextId);
        bool isResumed = step.Kind is AsyncEventKind.ResumeRuntimeStack or AsyncEventKind.ResumeStateMachineStack;
        if (isResumed && context?.Thread != thread)
        {
            // Only stacks were requested.
            FinishWait(thread);
            Resume(step, thread);
            context = _contexts.Find(step.ContextId);
        }

        if (context is null)
        {
            sink.OnUnpaired(ModelNeeds.AsyncOperations);
        }
        else if (isResumed)
        {
            context.Stack = step.Stack;
            context.Remaining = step.FrameCount;
            FinishWait(thread);
        }
        else if (step.Kind == AsyncEventKind.AppendStateMachineStack)
        {
            context.Stack = stacks.AddJoined(context.Stack, step.Stack);
            context.Remaining += step.FrameCount;
        }
        else
        {
            context.SuspendedStack = step.Stack;
        }
    }

    private void Resume(in AsyncStep step, AsyncThread thread)
    {
        EndedOperation? ended = thread.LastEnded;
        OpenOperation? returned = thread.HasEndedMethod
            && thread.Current is { Form: AsyncForm.StateMachine, Remaining: 0 } current
                ? current.Operation
                : null;
        Unmark(thread);
        AsyncContext? context = _contexts.Resume(step, FormOf(step.Kind), thread, out TimeRange? wait);
        if (context is null || wait is not { } range)
        {
            PassEnded(thread);
            return;
        }

        // The last method of state machines resumes what awaits it before its context ends. The runtime does so after
        // its context has ended, when the thread could resume anything else: what awaits it was suspended directly
        // after it, and waited when it ended. Its record contains its awaiter, which the next step can name.
        bool isAwaiter = ended is { Operation.Form: AsyncForm.Runtime }
            && ended.ContextId == context.SuspendedAfterId && ended.At >= range.Start;
        thread.LastWait = new EndedWait(context, range, isAwaiter ? ended!.Operation : returned);
    }

    private void AddToCurrent(in AsyncStep step, AsyncThread thread)
    {
        AsyncContext? current = thread.Current;
        Unmark(thread);
        if (current is null)
        {
            bool isAboutCurrent = step.Kind is not (AsyncEventKind.Metadata or AsyncEventKind.SyncClock
                or AsyncEventKind.ResetWrapperIndex or AsyncEventKind.Unknown);
            if (isAboutCurrent)
            {
                sink.OnUnpaired(ModelNeeds.AsyncOperations);
            }

            return;
        }

        switch (step.Kind)
        {
            case AsyncEventKind.CompleteRuntimeMethod or AsyncEventKind.CompleteStateMachineMethod:
                current.EndMethods(1, isUnwound: false);
                thread.HasEndedMethod = true;
                break;

            case AsyncEventKind.UnwindRuntimeException or AsyncEventKind.UnwindStateMachineException:
                current.EndMethods(step.FrameCount, isUnwound: true);
                thread.HasEndedMethod = true;
                break;

            case AsyncEventKind.SuspendRuntimeContext or AsyncEventKind.SuspendStateMachineContext:
                _contexts.Suspend(current, thread, step.At);
                break;

            case AsyncEventKind.CompleteRuntimeContext or AsyncEventKind.CompleteStateMachineContext:
                thread.LastEnded = _contexts.Complete(current, thread, step.At);
                break;
        }
    }

    private static void Unmark(AsyncThread thread)
    {
        thread.LastSuspendedId = 0;
        thread.HasEndedMethod = false;
    }

    private void FinishWait(AsyncThread thread)
    {
        if (thread.LastWait is { } wait)
        {
            thread.LastWait = null;
            _contexts.FinishWait(wait, thread);
            PassEnded(thread);
        }
    }

    private void PassEnded(AsyncThread thread)
    {
        if (thread.LastEnded is { } ended)
        {
            thread.LastEnded = null;
            sink.Add(ended.Operation.End(ended.At, ended.Outcome));
        }
    }
}
