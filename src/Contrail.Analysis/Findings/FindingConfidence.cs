namespace Contrail.Analysis.Findings;

/// <summary>How sure a finding is.</summary>
internal enum FindingConfidence
{
    /// <summary>The evidence fits, and other causes fit as well.</summary>
    Low = 0,

    /// <summary>A part of the evidence was not recorded.</summary>
    Medium,

    /// <summary>The trace contains the cause itself.</summary>
    High,
}
