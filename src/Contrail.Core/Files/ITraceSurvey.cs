
namespace Contrail.Core.Files;

/// <summary>The first reading of a file that is to be cut: its range, its names, its manifest.</summary>
internal interface ITraceSurvey : ITraceIntake
{
    /// <summary>When the file's own events begin and end; null if it is no such file or has none.</summary>
    (DateTime FirstUtc, DateTime LastUtc)? RangeUtc { get; }

    /// <summary>Whether the file contains the time of day; if not, only differences of times are meaningful.</summary>
    bool HasTimeOfDay { get; }

    /// <summary>What was wrong, if reading went no further; empty otherwise.</summary>
    string Fault { get; }

    /// <summary>The second reading, which cuts. The survey must have come to its end.</summary>
    ITraceCutter Cut(CutRequest request);
}
