namespace Contrail.Core.Files;

/// <summary>What a finding means for a reader of the file.</summary>
internal enum FindingGrade
{
    /// <summary>Readers open the file, and report something wrong or omit something without a message.</summary>
    Note,

    /// <summary>Readers fail here.</summary>
    Damage,
}
