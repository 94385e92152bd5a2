namespace Contrail.Agent.Doctor;

/// <summary>How well something is.</summary>
public enum Severity
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Recording works, with less or for more than elsewhere.</summary>
    Warning,

    /// <summary>Recording does not work.</summary>
    Problem,
}
