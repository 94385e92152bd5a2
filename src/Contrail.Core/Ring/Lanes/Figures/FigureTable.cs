using static Contrail.Core.Ring.Lanes.Figures.FigureCourse;
using static Contrail.Core.Ring.Lanes.Figures.FigureFiles;
using static Contrail.Core.Ring.Lanes.Figures.FigureUnit;

namespace Contrail.Core.Ring.Lanes.Figures;

/// <summary>
/// The figures of the operating system and of the runtime: which file and field, which unit, which event. Recorder,
/// lane, file and documentation follow this table. A file describes its own columns, and readers find them by name.
/// </summary>
internal static class FigureTable
{
    /// <summary>
    /// The value of a figure that could not be read: its file or field is missing, or not what it should be. No figure
    /// is negative.
    /// </summary>
    public const long Unknown = -1;

    /// <summary>The value of a limit that does not exist.</summary>
    public const long NoLimit = long.MaxValue;

    /// <summary>
    /// The column with the time, up to the reading, that figures of <see cref="FigureCourse.Interval"/> are about. It
    /// is not always the time since the reading before, which can be missing in a file.
    /// </summary>
    public const string Interval = "Interval";

    /// <summary>The kernel shows times in hundredths of a second on every architecture that .NET runs on.</summary>
    private const long Tick = 10_000_000;

    // Without it the name would be that of a namespace.
    private const FigureUnit Bytes = FigureUnit.Bytes;

    private const long Microsecond = 1_000;
    private const long KiB = 1 << 10;
    private const long Hundred = 100;

    /// <summary>
    /// The process. Figures of threads are the sum of all threads since the reading started: only of what they did from
    /// then on, and without the last turn of threads that ended. Counts of states are of the threads whose state is
    /// known.
    /// </summary>
    public static FigureEvent Target { get; } = new(1, "Process", null,
    [
        new("UserTime", Nanoseconds, Total, [new(Stat, "utime", Tick)]),
        new("SystemTime", Nanoseconds, Total, [new(Stat, "stime", Tick)]),
        new("RunQueueDelay", Nanoseconds, Total, [new(ThreadSchedstat, "delay")]),
        new("RunCount", Count, Total, [new(ThreadSchedstat, "count")]),
        new("MinorFaults", Count, Total, [new(Stat, "minflt")]),
        new("MajorFaults", Count, Total, [new(Stat, "majflt")]),
        new("ResidentBytes", Bytes, Current, [new(Status, "VmRSS", KiB)]),
        new("AnonymousBytes", Bytes, Current, [new(Status, "RssAnon", KiB)]),
        new("FileBytes", Bytes, Current, [new(Status, "RssFile", KiB)]),
        new("SharedBytes", Bytes, Current, [new(Status, "RssShmem", KiB)]),
        new("SwapBytes", Bytes, Current, [new(Status, "VmSwap", KiB)]),
        new("PeakResidentBytes", Bytes, Current, [new(Status, "VmHWM", KiB)]),
        new("VirtualBytes", Bytes, Current, [new(Status, "VmSize", KiB)]),
        new("Threads", Count, Current, [new(Stat, "num_threads")]),
        new("ThreadsRunning", Count, Current, [new(ThreadStat, "state")]),
        new("ThreadsSleeping", Count, Current, [new(ThreadStat, "state")]),
        new("ThreadsBlocked", Count, Current, [new(ThreadStat, "state")]),
        new("ThreadsStopped", Count, Current, [new(ThreadStat, "state")]),
        new("ReadBytes", Bytes, Total, [new(Io, "rchar")]),
        new("WriteBytes", Bytes, Total, [new(Io, "wchar")]),
        new("ReadCalls", Count, Total, [new(Io, "syscr")]),
        new("WriteCalls", Count, Total, [new(Io, "syscw")]),
        new("StorageReadBytes", Bytes, Total, [new(Io, "read_bytes")]),
        new("StorageWriteBytes", Bytes, Total, [new(Io, "write_bytes")]),
    ]);

    /// <summary>A thread that was among the busiest since the last turn.</summary>
    public static FigureEvent BusyThread { get; } = new(2, "Thread", "Name",
    [
        new("UserTime", Nanoseconds, Total, [new(ThreadStat, "utime", Tick)]),
        new("SystemTime", Nanoseconds, Total, [new(ThreadStat, "stime", Tick)]),
        new("RunTime", Nanoseconds, Total, [new(ThreadSchedstat, "run")]),
        new("RunQueueDelay", Nanoseconds, Total, [new(ThreadSchedstat, "delay")]),
        new("RunCount", Count, Total, [new(ThreadSchedstat, "count")]),
        new("VoluntarySwitches", Count, Total, [new(ThreadStatus, "voluntary_ctxt_switches")]),
        new("InvoluntarySwitches", Count, Total, [new(ThreadStatus, "nonvoluntary_ctxt_switches")]),
        new("MinorFaults", Count, Total, [new(ThreadStat, "minflt")]),
        new("MajorFaults", Count, Total, [new(ThreadStat, "majflt")]),
        new("State", Letter, Current, [new(ThreadStat, "state")]),
        new("Processor", Number, Current, [new(ThreadStat, "processor")]),
    ]);

    /// <summary>A control group of the process: its own, and those above it that limit it.</summary>
    public static FigureEvent Cgroup { get; } = new(3, "Cgroup", "Path",
    [
        new("Level", Number, Current, []),
        new("CpuQuota", Nanoseconds, Limit,
            [new(Cgroup1Quota, "", Microsecond), new(Cgroup2Max, "quota", Microsecond)]),
        new("CpuPeriod", Nanoseconds, Current,
            [new(Cgroup1Period, "", Microsecond), new(Cgroup2Max, "period", Microsecond)]),
        new("CpuTime", Nanoseconds, Total,
            [new(Cgroup1Usage, ""), new(Cgroup2CpuStat, "usage_usec", Microsecond)]),
        new("Periods", Count, Total, [new(Cgroup1CpuStat, "nr_periods"), new(Cgroup2CpuStat, "nr_periods")]),
        new("ThrottledPeriods", Count, Total,
            [new(Cgroup1CpuStat, "nr_throttled"), new(Cgroup2CpuStat, "nr_throttled")]),
        new("ThrottledTime", Nanoseconds, Total,
            [new(Cgroup1CpuStat, "throttled_time"), new(Cgroup2CpuStat, "throttled_usec", Microsecond)]),
        new("MemoryBytes", Bytes, Current, [new(Cgroup1Memory, ""), new(Cgroup2Memory, "")]),
        new("MemoryLimit", Bytes, Limit, [new(Cgroup1Limit, ""), new(Cgroup2Limit, "")]),
        new("MemoryHigh", Bytes, Limit, [new(Cgroup2High, "")]),
        new("SwapBytes", Bytes, Current, [new(Cgroup2Swap, "")]),
        new("MemoryHighEvents", Count, Total, [new(Cgroup2Events, "high")]),
        new("MemoryLimitEvents", Count, Total, [new(Cgroup1Failures, ""), new(Cgroup2Events, "max")]),
        new("OomEvents", Count, Total, [new(Cgroup2Events, "oom")]),
        new("OomKills", Count, Total, [new(Cgroup1Oom, "oom_kill"), new(Cgroup2Events, "oom_kill")]),
        new("CpuStalled", Nanoseconds, Total, [new(Cgroup2CpuPressure, "some total", Microsecond)]),
        new("MemoryStalled", Nanoseconds, Total, [new(Cgroup2MemoryPressure, "some total", Microsecond)]),
        new("MemoryStalledFully", Nanoseconds, Total, [new(Cgroup2MemoryPressure, "full total", Microsecond)]),
        new("IoStalled", Nanoseconds, Total, [new(Cgroup2IoPressure, "some total", Microsecond)]),
        new("IoStalledFully", Nanoseconds, Total, [new(Cgroup2IoPressure, "full total", Microsecond)]),
    ]);

    /// <summary>The machine, as far as <c>/proc</c> shows it.</summary>
    public static FigureEvent Host { get; } = new(4, "Host", null,
    [
        new("UserTime", Nanoseconds, Total, [new(HostStat, "cpu user", Tick)]),
        new("NiceTime", Nanoseconds, Total, [new(HostStat, "cpu nice", Tick)]),
        new("SystemTime", Nanoseconds, Total, [new(HostStat, "cpu system", Tick)]),
        new("IdleTime", Nanoseconds, Total, [new(HostStat, "cpu idle", Tick)]),
        new("IoWaitTime", Nanoseconds, Total, [new(HostStat, "cpu iowait", Tick)]),
        new("IrqTime", Nanoseconds, Total, [new(HostStat, "cpu irq", Tick)]),
        new("SoftIrqTime", Nanoseconds, Total, [new(HostStat, "cpu softirq", Tick)]),
        new("StealTime", Nanoseconds, Total, [new(HostStat, "cpu steal", Tick)]),
        new("ContextSwitches", Count, Total, [new(HostStat, "ctxt")]),
        new("Forks", Count, Total, [new(HostStat, "processes")]),
        new("RunnableThreads", Count, Current, [new(HostStat, "procs_running")]),
        new("BlockedThreads", Count, Current, [new(HostStat, "procs_blocked")]),
        new("LoadAverage", Hundredths, Current, [new(LoadAverage, "load1", Hundred)]),
        new("MemoryTotal", Bytes, Current, [new(Meminfo, "MemTotal", KiB)]),
        new("MemoryFree", Bytes, Current, [new(Meminfo, "MemFree", KiB)]),
        new("MemoryAvailable", Bytes, Current, [new(Meminfo, "MemAvailable", KiB)]),
        new("PageCache", Bytes, Current, [new(Meminfo, "Cached", KiB)]),
        new("SwapTotal", Bytes, Current, [new(Meminfo, "SwapTotal", KiB)]),
        new("SwapFree", Bytes, Current, [new(Meminfo, "SwapFree", KiB)]),
        new("CpuStalled", Nanoseconds, Total, [new(CpuPressure, "some total", Microsecond)]),
        new("MemoryStalled", Nanoseconds, Total, [new(MemoryPressure, "some total", Microsecond)]),
        new("MemoryStalledFully", Nanoseconds, Total, [new(MemoryPressure, "full total", Microsecond)]),
        new("IoStalled", Nanoseconds, Total, [new(IoPressure, "some total", Microsecond)]),
        new("IoStalledFully", Nanoseconds, Total, [new(IoPressure, "full total", Microsecond)]),
    ]);

    /// <summary>The network namespace of the process: of all processes in it.</summary>
    public static FigureEvent Network { get; } = new(5, "Network", null,
    [
        new("SegmentsReceived", Count, Total, [new(Snmp, "Tcp InSegs")]),
        new("SegmentsSent", Count, Total, [new(Snmp, "Tcp OutSegs")]),
        new("Retransmits", Count, Total, [new(Snmp, "Tcp RetransSegs")]),
        new("ResetsSent", Count, Total, [new(Snmp, "Tcp OutRsts")]),
        new("ConnectionsReset", Count, Total, [new(Snmp, "Tcp EstabResets")]),
        new("ConnectionsFailed", Count, Total, [new(Snmp, "Tcp AttemptFails")]),
        new("ConnectionsOpened", Count, Total, [new(Snmp, "Tcp ActiveOpens")]),
        new("ConnectionsAccepted", Count, Total, [new(Snmp, "Tcp PassiveOpens")]),
        new("Connections", Count, Current, [new(Snmp, "Tcp CurrEstab")]),
        new("ReceiveErrors", Count, Total, [new(Snmp, "Tcp InErrs")]),
        new("UdpBufferErrors", Count, Total, [new(Snmp, "Udp RcvbufErrors")]),
        new("ListenOverflows", Count, Total, [new(Netstat, "TcpExt ListenOverflows")]),
        new("ListenDrops", Count, Total, [new(Netstat, "TcpExt ListenDrops")]),
        new("Timeouts", Count, Total, [new(Netstat, "TcpExt TCPTimeouts")]),
        new("SynRetransmits", Count, Total, [new(Netstat, "TcpExt TCPSynRetrans")]),
    ]);

    /// <summary>
    /// What the runtime did, by the events that arrived in the time: usually 0.1 s after they happened. They are no
    /// totals, because nothing is known of a time in which events were lost. Without the events a figure is unknown.
    /// </summary>
    public static FigureEvent Runtime { get; } = new(6, "Runtime", null,
    [
        new(Interval, Nanoseconds, Current, []),
        new("Gen0Collections", Count, FigureCourse.Interval, [new(GCStart, "Depth 0")]),
        new("Gen1Collections", Count, FigureCourse.Interval, [new(GCStart, "Depth 1")]),
        new("Gen2Collections", Count, FigureCourse.Interval, [new(GCStart, "Depth 2")]),
        new("PauseTime", Nanoseconds, FigureCourse.Interval, [new(GCSuspendBegin, "to GCRestartEnd")]),
        new("LongestPause", Nanoseconds, Current, [new(GCSuspendBegin, "to GCRestartEnd")]),
        new("Exceptions", Count, FigureCourse.Interval, [new(ExceptionThrown, "")]),
    ]);

    /// <summary>All events; the number of each is its position, from 1.</summary>
    public static IReadOnlyList<FigureEvent> Events { get; } = [Target, BusyThread, Cgroup, Host, Network, Runtime];

    /// <summary>The event of a number; null if there is none.</summary>
    public static FigureEvent? Find(uint id) =>
        id > 0 && id <= (uint)Events.Count ? Events[(int)id - 1] : null;
}
