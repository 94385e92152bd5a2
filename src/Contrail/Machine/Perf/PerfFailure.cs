namespace Contrail.Machine.Perf;

/// <summary>A step of opening an event.</summary>
internal enum PerfStep
{
    /// <summary>None.</summary>
    Unknown,

    /// <summary>The event is opened.</summary>
    Open,

    /// <summary>Its ring is mapped.</summary>
    Map,
}

/// <summary>Why an event could not be opened.</summary>
/// <param name="Step">What failed.</param>
/// <param name="Errno">The error; 0 if nothing failed.</param>
internal readonly record struct PerfFailure(PerfStep Step, int Errno);
