namespace Contrail.Analysis.Findings.Rules.Machine;

/// <summary>What a figure of the operating system is about.</summary>
internal enum FigureSource
{
    /// <summary>The recorded process.</summary>
    Process = 0,

    /// <summary>A control group that the process is in.</summary>
    Cgroup,

    /// <summary>The machine.</summary>
    Host,

    /// <summary>The network namespace of the process.</summary>
    Network,
}
