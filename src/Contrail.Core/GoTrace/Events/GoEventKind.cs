namespace Contrail.Core.GoTrace.Events;

/// <summary>The kind of an event of a Go trace.</summary>
internal enum GoEventKind
{
    /// <summary>Part of the framing; not reported to readers.</summary>
    Structural,

    /// <summary>
    /// A generation starts, or the last one has ended: everything before is known to be valid, and every existing
    /// goroutine and proc has been listed.
    /// </summary>
    Sync,

    /// <summary>A metric has a new value.</summary>
    Metric,

    /// <summary>A goroutine is given a label.</summary>
    Label,

    /// <summary>Where a thread was when the CPU profiler looked.</summary>
    StackSample,

    /// <summary>A range starts, such as a collection or a stop-the-world pause.</summary>
    RangeBegin,

    /// <summary>A range is on that began earlier.</summary>
    RangeActive,

    /// <summary>A range ends.</summary>
    RangeEnd,

    /// <summary>A task begins.</summary>
    TaskBegin,

    /// <summary>A task ends.</summary>
    TaskEnd,

    /// <summary>A region begins.</summary>
    RegionBegin,

    /// <summary>A region ends.</summary>
    RegionEnd,

    /// <summary>A message that the program logged into the trace.</summary>
    Log,

    /// <summary>A goroutine or a proc goes from one state to another.</summary>
    StateTransition,

    /// <summary>An event of an experiment, given as it is.</summary>
    Experimental,
}
