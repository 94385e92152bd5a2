namespace Contrail.Core.Triggers;

/// <summary>What a trigger can observe; <see cref="Signals"/> describes each.</summary>
internal enum SignalKind
{
    /// <summary>No signal.</summary>
    Unknown = 0,

    /// <summary>A pause of all threads for a garbage collection.</summary>
    GcPause,

    /// <summary>The time until all threads are suspended.</summary>
    Suspension,

    /// <summary>A collection of generation 2.</summary>
    Gen2,

    /// <summary>A collection that code requested.</summary>
    InducedGc,

    /// <summary>A thrown exception.</summary>
    Exception,

    /// <summary>An exception that no code catches.</summary>
    UnhandledException,

    /// <summary>A wait for a lock.</summary>
    Contention,

    /// <summary>The thread pool adds threads because queued work does not start.</summary>
    Starvation,

    /// <summary>A value of a counter or meter.</summary>
    Counter,

    /// <summary>A completed request.</summary>
    Request,

    /// <summary>An event of any provider.</summary>
    Event,

    /// <summary>The time from one event to another with the same key.</summary>
    Pair,

    /// <summary>A log message.</summary>
    Log,

    /// <summary>Time without events; its observations are the activity that ends it.</summary>
    Silence,

    /// <summary>The age of the newest event of the stream.</summary>
    Lag,

    /// <summary>The end of the process.</summary>
    Death,

    /// <summary>A stop of all code that the runtime reports for any cause.</summary>
    StopTheWorld,

    /// <summary>The time from runnable to running.</summary>
    Scheduling,

    /// <summary>A region of user code.</summary>
    Region,
}
