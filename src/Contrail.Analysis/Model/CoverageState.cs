namespace Contrail.Analysis.Model;

/// <summary>Whether the events of a kind of record were recorded.</summary>
internal enum CoverageState
{
    /// <summary>The file does not show whether they were recorded.</summary>
    Unknown = 0,

    /// <summary>The events were not requested in any part of the window: a count of 0 means nothing.</summary>
    NotRecorded,

    /// <summary>The events were requested for a part of the window, or from some event sources.</summary>
    Partial,

    /// <summary>The events were requested for the whole window.</summary>
    Whole,
}
