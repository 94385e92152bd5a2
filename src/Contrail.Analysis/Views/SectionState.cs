namespace Contrail.Analysis.Views;

/// <summary>Whether the events of a section of a summary were recorded.</summary>
internal enum SectionState
{
    /// <summary>The file does not contain what was recorded.</summary>
    Unknown,

    /// <summary>The events were not requested in any part of the window: a count of 0 means nothing.</summary>
    NotRecorded,

    /// <summary>The events were requested for a part of the window.</summary>
    Partial,

    /// <summary>The events were requested for the whole window.</summary>
    Whole,
}
