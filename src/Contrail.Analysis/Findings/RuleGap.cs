namespace Contrail.Analysis.Findings;

/// <summary>Why a rule could not find everything; a later one leaves more open.</summary>
internal enum RuleGap
{
    /// <summary>Everything was recorded.</summary>
    None = 0,

    /// <summary>The events were recorded in a known part of the window.</summary>
    PartOfWindow,

    /// <summary>Events of some event sources were recorded; the program may use libraries with others.</summary>
    SomeSources,

    /// <summary>The events were recorded, and the file does not show for which part of the window.</summary>
    UnknownPart,

    /// <summary>The file does not show whether the events were recorded.</summary>
    Unknown,

    /// <summary>The events were not recorded.</summary>
    NotRecorded,
}
