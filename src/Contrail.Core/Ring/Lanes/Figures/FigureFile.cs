namespace Contrail.Core.Ring.Lanes.Figures;

/// <summary>A file of the operating system, or an event. Immutable.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Name">Its path in that folder.</param>
internal sealed record FigureFile(FigureFolder Folder, string Name)
{
    /// <summary>The path as documentation writes it, such as <c>/proc/PID/stat</c>.</summary>
    public string Path => Folder switch
    {
        FigureFolder.Target => "/proc/PID/",
        FigureFolder.Thread => "/proc/PID/task/TID/",
        FigureFolder.Host => "/proc/",
        FigureFolder.Cgroup2 => "v2 ",
        FigureFolder.CgroupCpu or FigureFolder.CgroupCpuacct or FigureFolder.CgroupMemory => "v1 ",
        FigureFolder.Events => "event ",
        _ => "",
    } + Name;
}
