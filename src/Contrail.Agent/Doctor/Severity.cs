namespace Contrail.Agent.Doctor;

/// <summary>The severity of a check result.</summary>
public enum Severity
{
    /// <summary>No problem.</summary>
    Ok,

    /// <summary>Recording works, with limitations or a higher cost.</summary>
    Warning,

    /// <summary>Recording does not work.</summary>
    Problem,
}
