namespace Contrail.Core.Ring.Lanes.Figures;

/// <summary>The files of the operating system, and the events, that figures are from.</summary>
internal static class FigureFiles
{
    public static FigureFile Stat { get; } = new(FigureFolder.Target, "stat");

    public static FigureFile Status { get; } = new(FigureFolder.Target, "status");

    public static FigureFile Io { get; } = new(FigureFolder.Target, "io");

    public static FigureFile Snmp { get; } = new(FigureFolder.Target, "net/snmp");

    public static FigureFile Netstat { get; } = new(FigureFolder.Target, "net/netstat");

    public static FigureFile ThreadStat { get; } = new(FigureFolder.Thread, "stat");

    public static FigureFile ThreadSchedstat { get; } = new(FigureFolder.Thread, "schedstat");

    public static FigureFile ThreadStatus { get; } = new(FigureFolder.Thread, "status");

    public static FigureFile HostStat { get; } = new(FigureFolder.Host, "stat");

    public static FigureFile LoadAverage { get; } = new(FigureFolder.Host, "loadavg");

    public static FigureFile Meminfo { get; } = new(FigureFolder.Host, "meminfo");

    public static FigureFile CpuPressure { get; } = new(FigureFolder.Host, "pressure/cpu");

    public static FigureFile MemoryPressure { get; } = new(FigureFolder.Host, "pressure/memory");

    public static FigureFile IoPressure { get; } = new(FigureFolder.Host, "pressure/io");

    public static FigureFile Cgroup1Quota { get; } = new(FigureFolder.CgroupCpu, "cpu.cfs_quota_us");

    public static FigureFile Cgroup1Period { get; } = new(FigureFolder.CgroupCpu, "cpu.cfs_period_us");

    public static FigureFile Cgroup1CpuStat { get; } = new(FigureFolder.CgroupCpu, "cpu.stat");

    public static FigureFile Cgroup1Usage { get; } = new(FigureFolder.CgroupCpuacct, "cpuacct.usage");

    public static FigureFile Cgroup1Memory { get; } = new(FigureFolder.CgroupMemory, "memory.usage_in_bytes");

    public static FigureFile Cgroup1Limit { get; } = new(FigureFolder.CgroupMemory, "memory.limit_in_bytes");

    public static FigureFile Cgroup1Failures { get; } = new(FigureFolder.CgroupMemory, "memory.failcnt");

    public static FigureFile Cgroup1Oom { get; } = new(FigureFolder.CgroupMemory, "memory.oom_control");

    public static FigureFile Cgroup2Max { get; } = new(FigureFolder.Cgroup2, "cpu.max");

    public static FigureFile Cgroup2CpuStat { get; } = new(FigureFolder.Cgroup2, "cpu.stat");

    public static FigureFile Cgroup2Memory { get; } = new(FigureFolder.Cgroup2, "memory.current");

    public static FigureFile Cgroup2Limit { get; } = new(FigureFolder.Cgroup2, "memory.max");

    public static FigureFile Cgroup2High { get; } = new(FigureFolder.Cgroup2, "memory.high");

    public static FigureFile Cgroup2Swap { get; } = new(FigureFolder.Cgroup2, "memory.swap.current");

    public static FigureFile Cgroup2Events { get; } = new(FigureFolder.Cgroup2, "memory.events");

    public static FigureFile Cgroup2CpuPressure { get; } = new(FigureFolder.Cgroup2, "cpu.pressure");

    public static FigureFile Cgroup2MemoryPressure { get; } = new(FigureFolder.Cgroup2, "memory.pressure");

    public static FigureFile Cgroup2IoPressure { get; } = new(FigureFolder.Cgroup2, "io.pressure");

    public static FigureFile GCStart { get; } = new(FigureFolder.Events, "GCStart");

    public static FigureFile GCSuspendBegin { get; } = new(FigureFolder.Events, "GCSuspendBegin");

    public static FigureFile ExceptionThrown { get; } = new(FigureFolder.Events, "ExceptionThrown");
}
