namespace Contrail.Core.NetTrace.Async;

/// <summary>
/// The kinds of sub-events of the async profiler, with the runtime's numbers. <i>Runtime</i> is for methods that the
/// runtime suspends, <i>StateMachine</i> for methods that the compiler turned into state machines.
/// </summary>
internal enum AsyncEventKind : byte
{
    /// <summary>A kind that this decoder does not know.</summary>
    Unknown = 0,

    /// <summary>A chain of calls is suspended for the first time and gets its id.</summary>
    CreateRuntimeContext = 1,

    /// <summary>A thread continues a chain.</summary>
    ResumeRuntimeContext = 2,

    /// <summary>The chain that the thread runs is suspended again.</summary>
    SuspendRuntimeContext = 3,

    /// <summary>The chain that the thread runs has ended.</summary>
    CompleteRuntimeContext = 4,

    /// <summary>An exception leaves methods of the chain that the thread runs.</summary>
    UnwindRuntimeException = 5,

    /// <summary>The methods of a chain that is suspended for the first time.</summary>
    CreateRuntimeStack = 6,

    /// <summary>The methods of a chain that a thread continues.</summary>
    ResumeRuntimeStack = 7,

    /// <summary>The methods of a chain that is suspended again.</summary>
    SuspendRuntimeStack = 8,

    /// <summary>The next method of the chain continues.</summary>
    ResumeRuntimeMethod = 9,

    /// <summary>The innermost method of the chain has ended.</summary>
    CompleteRuntimeMethod = 10,

    /// <summary>As <see cref="CreateRuntimeContext"/>.</summary>
    CreateStateMachineContext = 11,

    /// <summary>As <see cref="ResumeRuntimeContext"/>.</summary>
    ResumeStateMachineContext = 12,

    /// <summary>As <see cref="SuspendRuntimeContext"/>.</summary>
    SuspendStateMachineContext = 13,

    /// <summary>
    /// The dispatcher of the thread has ended. Its outer methods may still wait, by a context created before.
    /// </summary>
    CompleteStateMachineContext = 14,

    /// <summary>As <see cref="UnwindRuntimeException"/>.</summary>
    UnwindStateMachineException = 15,

    /// <summary>As <see cref="ResumeRuntimeStack"/>.</summary>
    ResumeStateMachineStack = 16,

    /// <summary>As <see cref="ResumeRuntimeMethod"/>.</summary>
    ResumeStateMachineMethod = 17,

    /// <summary>As <see cref="CompleteRuntimeMethod"/>.</summary>
    CompleteStateMachineMethod = 18,

    /// <summary>Outer methods that began to wait for the chain after its stack was written.</summary>
    AppendStateMachineStack = 19,

    /// <summary>Tracing of the thread starts or restarts: what it runs is written again.</summary>
    ResetThread = 20,

    /// <summary>The numbers of the wrapper methods on physical stacks begin again.</summary>
    ResetWrapperIndex = 21,

    /// <summary>The clock, and the version and length of each kind of sub-event.</summary>
    Metadata = 22,

    /// <summary>A moment on the clock and in UTC.</summary>
    SyncClock = 23,
}
