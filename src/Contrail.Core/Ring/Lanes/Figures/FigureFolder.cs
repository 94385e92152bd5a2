namespace Contrail.Core.Ring.Lanes.Figures;

/// <summary>
/// Where a file of the operating system is. Where a process is in control groups of both versions, those of the first
/// one have the controllers: they precede.
/// </summary>
internal enum FigureFolder
{
    /// <summary>The process, in <c>/proc</c>.</summary>
    Target,

    /// <summary>A thread of the process.</summary>
    Thread,

    /// <summary>The machine, in <c>/proc</c>.</summary>
    Host,

    /// <summary>Its group of the controller <c>cpu</c>, version 1.</summary>
    CgroupCpu,

    /// <summary>Its group of the controller <c>cpuacct</c>, version 1.</summary>
    CgroupCpuacct,

    /// <summary>Its group of the controller <c>memory</c>, version 1.</summary>
    CgroupMemory,

    /// <summary>The control group of the process, version 2.</summary>
    Cgroup2,

    /// <summary>No file: events of the process, which are counted as they are recorded.</summary>
    Events,
}
