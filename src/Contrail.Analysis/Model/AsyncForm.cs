namespace Contrail.Analysis.Model;

/// <summary>What suspends an async method.</summary>
internal enum AsyncForm
{
    /// <summary>The trace does not contain it.</summary>
    Unknown = 0,

    /// <summary>The compiler turned the methods into state machines.</summary>
    StateMachine,

    /// <summary>The runtime suspends the methods.</summary>
    Runtime,
}
