namespace Contrail.Analysis.Findings;

/// <summary>How much a finding matters.</summary>
internal enum FindingSeverity
{
    /// <summary>Worth knowing; it did not hurt much in this window.</summary>
    Info = 0,

    /// <summary>It cost time, memory or answers in this window.</summary>
    Warning,

    /// <summary>A part of the program did nothing any more, or the process died.</summary>
    Critical,
}
