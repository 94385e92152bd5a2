
using Contrail.Core.Formats;

namespace Contrail.Core.Files;

/// <summary>The first pass over a file that is to be cut: its range, its names, its manifest.</summary>
internal interface ITraceSurvey : ITraceIntake
{
    /// <summary>
    /// First and last timestamp of the file's own events; null if the file is not of this format or has no events.
    /// </summary>
    (DateTime FirstUtc, DateTime LastUtc)? RangeUtc { get; }

    /// <summary>Whether the file contains the time of day; if not, only differences of times are meaningful.</summary>
    bool HasTimeOfDay { get; }

    /// <summary>Why reading stopped early; null otherwise.</summary>
    TraceFault? Fault { get; }

    /// <summary>Creates the second pass, which cuts. The survey must be complete.</summary>
    ITraceCutter Cut(CutRequest request);
}
