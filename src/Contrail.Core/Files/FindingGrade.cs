namespace Contrail.Core.Files;

/// <summary>What a finding means to whoever opens the file.</summary>
internal enum FindingGrade
{
    /// <summary>Readers open the file, and tell something wrong or leave something out without a word.</summary>
    Note,

    /// <summary>Readers fail here.</summary>
    Damage,
}
