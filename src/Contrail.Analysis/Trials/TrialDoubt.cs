namespace Contrail.Analysis.Trials;

/// <summary>Why a file does not show whether a rule would have fired.</summary>
internal enum TrialDoubt
{
    /// <summary>It shows that.</summary>
    None = 0,

    /// <summary>Files of its format do not show a signal of the rule.</summary>
    NotInFormat,

    /// <summary>Events of the rule were not recorded.</summary>
    NotRecorded,

    /// <summary>Whether events of the rule were recorded is unknown: the file has none of their kind.</summary>
    UnknownIfRecorded,

    /// <summary>Nothing of a provider or meter of the rule is in the file.</summary>
    NothingOfProvider,
}
