namespace Contrail.Core.GoTrace.Events;

/// <summary>The owner of the state or range of an event.</summary>
internal enum GoSubject : byte
{
    /// <summary>No particular subject.</summary>
    None,

    /// <summary>The goroutine that the thread runs.</summary>
    OwnGoroutine,

    /// <summary>The goroutine that the first argument names.</summary>
    NamedGoroutine,

    /// <summary>The proc that the thread has.</summary>
    OwnProc,

    /// <summary>The proc that the first argument names.</summary>
    NamedProc,
}
