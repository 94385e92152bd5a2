using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Machine;

/// <summary>The charts of the figures: the only list of them.</summary>
internal static class MachineCharts
{
    private static readonly string[] HostTimes =
        ["UserTime", "NiceTime", "SystemTime", "IdleTime", "IoWaitTime", "IrqTime", "SoftIrqTime", "StealTime"];

    /// <summary>The processors.</summary>
    public static MachineChart Processor { get; } = new(
        "processor", "Processors",
        Process("user", "in user code", ViewUnit.Number, "UserTime"),
        Process("system", "in the kernel", ViewUnit.Number, "SystemTime"),
        Process("waiting", "threads waiting for one", ViewUnit.Number, "RunQueueDelay"),
        Process("turns", "times a thread was given one", ViewUnit.Rate, "RunCount"),
        new(new("quota", "quota of the control group", ViewUnit.Number), QuotaAt),
        new(new("groupUsed", "used by the control group", ViewUnit.Number), OfQuota("CpuTime")),
        new(new("throttledPeriods", "periods with throttling", ViewUnit.Share), ThrottledPeriodsAt),
        new(new("throttled", "throttled", ViewUnit.Number), OfQuota("ThrottledTime")),
        new(new("groupStalled", "control group: something waited for one", ViewUnit.Share), StalledOf("CpuStalled")),
        new(new("hostBusy", "machine: busy", ViewUnit.Share), static (steps, all, step) =>
            1 - HostShare(steps, all, step, "IdleTime") - HostShare(steps, all, step, "IoWaitTime")),
        new(new("hostSteal", "machine: stolen by other machines", ViewUnit.Share), static (steps, all, step) =>
            HostShare(steps, all, step, "StealTime")),
        new(new("hostIoWait", "machine: idle, waiting for storage", ViewUnit.Share), static (steps, all, step) =>
            HostShare(steps, all, step, "IoWaitTime")),
        HostStalled("machine: something waited for one", "CpuStalled"),
        HostPeak("hostRunnable", "machine: runnable threads", ViewUnit.Count, "RunnableThreads"),
        HostPeak("hostLoad", "machine: load average", ViewUnit.Number, "LoadAverage"));

    /// <summary>Memory, the largest value of each step.</summary>
    public static MachineChart Memory { get; } = new(
        "memory", "Memory",
        ProcessPeak("resident", "resident", ViewUnit.Bytes, "ResidentBytes"),
        ProcessPeak("anonymous", "anonymous", ViewUnit.Bytes, "AnonymousBytes"),
        ProcessPeak("file", "of files", ViewUnit.Bytes, "FileBytes"),
        ProcessPeak("shared", "shared", ViewUnit.Bytes, "SharedBytes"),
        ProcessPeak("swap", "in swap", ViewUnit.Bytes, "SwapBytes"),
        new(new("managedHeap", "managed heap after collections", ViewUnit.Bytes), static (steps, _, step) =>
            steps.HeapAt(step)),
        new(new("group", "control group", ViewUnit.Bytes), static (steps, _, step) =>
            steps.Peak(steps.MemoryGroup, "MemoryBytes", step)),
        new(new("limit", "limit of the control group", ViewUnit.Bytes), static (steps, _, step) =>
            steps.Peak(steps.MemoryGroup, "MemoryLimit", step)),
        HostPeak("hostAvailable", "machine: available", ViewUnit.Bytes, "MemoryAvailable"),
        Process("minorFaults", "minor faults", ViewUnit.Rate, "MinorFaults"),
        Process("majorFaults", "major faults", ViewUnit.Rate, "MajorFaults"),
        new(new("groupStalled", "control group: something waited for memory", ViewUnit.Share), OfMemory),
        HostStalled("machine: something waited for memory", "MemoryStalled"),
        new(new("high", "memory.high of a control group", ViewUnit.Bytes), static (steps, _, step) =>
            steps.Peak(steps.HighGroup, "MemoryHigh", step)),
        new(new("highEvents", "times it was above memory.high", ViewUnit.Rate), static (steps, _, step) =>
            steps.Mean(steps.HighGroup, "MemoryHighEvents", step)),
        new(new("highStalled", "that control group: something waited for memory", ViewUnit.Share),
            static (steps, _, step) => AtMostAll(steps.Mean(steps.HighGroup, "MemoryStalled", step))));

    /// <summary>Input and output.</summary>
    public static MachineChart Io { get; } = new(
        "io", "Input and output, each second",
        Process("read", "read", ViewUnit.Bytes, "ReadBytes"),
        Process("written", "written", ViewUnit.Bytes, "WriteBytes"),
        Process("readCalls", "calls to read", ViewUnit.Rate, "ReadCalls"),
        Process("writeCalls", "calls to write", ViewUnit.Rate, "WriteCalls"),
        Process("storageRead", "read from storage", ViewUnit.Bytes, "StorageReadBytes"),
        Process("storageWritten", "written to storage", ViewUnit.Bytes, "StorageWriteBytes"),
        new(new("groupStalled", "control group: something waited for storage", ViewUnit.Share), StalledOf("IoStalled")),
        HostStalled("machine: something waited for storage", "IoStalled"));

    /// <summary>The states of threads, the largest value of each step.</summary>
    public static MachineChart Threads { get; } = new(
        "threads", "Threads",
        ProcessPeak("threads", "threads", ViewUnit.Count, "Threads"),
        ProcessPeak("running", "running or ready to run", ViewUnit.Count, "ThreadsRunning"),
        ProcessPeak("sleeping", "sleeping", ViewUnit.Count, "ThreadsSleeping"),
        ProcessPeak("blocked", "blocked in the kernel", ViewUnit.Count, "ThreadsBlocked"),
        ProcessPeak("stopped", "stopped", ViewUnit.Count, "ThreadsStopped"));

    /// <summary>The network namespace.</summary>
    public static MachineChart Network { get; } = new(
        "network", "Network, of all processes in the same network namespace",
        Net("received", "segments received", "SegmentsReceived"),
        Net("sent", "segments sent", "SegmentsSent"),
        Net("retransmits", "segments sent again", "Retransmits"),
        Net("timeouts", "timeouts", "Timeouts"),
        Net("synRetransmits", "connection requests sent again", "SynRetransmits"),
        Net("resetsSent", "resets sent", "ResetsSent"),
        Net("connectionsReset", "connections reset", "ConnectionsReset"),
        Net("connectionsFailed", "connections failed", "ConnectionsFailed"),
        Net("connectionsOpened", "connections opened", "ConnectionsOpened"),
        Net("connectionsAccepted", "connections accepted", "ConnectionsAccepted"),
        Peak("connections", "connections", ViewUnit.Count, "Connections", static all => all.Network),
        Net("listenOverflows", "accept queue full", "ListenOverflows"),
        Net("listenDrops", "connection requests dropped", "ListenDrops"),
        Net("receiveErrors", "receive errors", "ReceiveErrors"),
        Net("udpBufferErrors", "UDP buffer full", "UdpBufferErrors"));

    /// <summary>What the runtime did.</summary>
    public static MachineChart Runtime { get; } = new(
        "runtime", "Runtime",
        OfRuntime("gen0", "collections of generation 0", ViewUnit.Rate, "Gen0Collections"),
        OfRuntime("gen1", "collections of generation 1", ViewUnit.Rate, "Gen1Collections"),
        OfRuntime("gen2", "collections of generation 2", ViewUnit.Rate, "Gen2Collections"),
        OfRuntime("paused", "share of time in pauses that ended", ViewUnit.Share, "PauseTime"),
        Peak("longestPause", "longest pause that ended", ViewUnit.Duration, "LongestPause", static all => all.Runtime),
        OfRuntime("exceptions", "exceptions thrown", ViewUnit.Rate, "Exceptions"));

    /// <summary>All charts.</summary>
    public static IReadOnlyList<MachineChart> All { get; } = [Processor, Memory, Io, Threads, Network, Runtime];

    private static MachineColumn Process(string name, string title, ViewUnit unit, string column) =>
        Mean(name, title, unit, column, static all => all.Process);

    private static MachineColumn ProcessPeak(string name, string title, ViewUnit unit, string column) =>
        Peak(name, title, unit, column, static all => all.Process);

    private static MachineColumn HostStalled(string title, string column) => new(
        new("hostStalled", title, ViewUnit.Share), (steps, all, step) =>
            AtMostAll(steps.Mean(all.Host, column, step)));

    private static MachineColumn HostPeak(string name, string title, ViewUnit unit, string column) =>
        Peak(name, title, unit, column, static all => all.Host);

    private static MachineColumn Net(string name, string title, string column) =>
        Mean(name, title, ViewUnit.Rate, column, static all => all.Network);

    private static MachineColumn OfRuntime(string name, string title, ViewUnit unit, string column) =>
        Mean(name, title, unit, column, static all => all.Runtime);

    private static MachineColumn Mean(
        string name, string title, ViewUnit unit, string column, Func<FigureHistory, FigureGroup?> group) =>
        new(new(name, title, unit), (steps, all, step) => steps.Mean(group(all), column, step));

    private static MachineColumn Peak(
        string name, string title, ViewUnit unit, string column, Func<FigureHistory, FigureGroup?> group) =>
        new(new(name, title, unit), (steps, all, step) => steps.Peak(group(all), column, step));

    private static Func<MachineSteps, FigureHistory, int, double?> OfQuota(string column) =>
        (steps, _, step) => steps.Mean(steps.QuotaGroup, column, step);

    private static Func<MachineSteps, FigureHistory, int, double?> StalledOf(string column) =>
        (steps, _, step) => AtMostAll(steps.Mean(steps.QuotaGroup, column, step));

    private static double? OfMemory(MachineSteps steps, FigureHistory all, int step) =>
        AtMostAll(steps.Mean(steps.MemoryGroup, "MemoryStalled", step));

    // The kernel adds up such a time at other moments than those of readings.
    private static double? AtMostAll(double? share) => share is { } known ? Math.Min(1, known) : null;

    private static double? QuotaAt(MachineSteps steps, FigureHistory all, int step) =>
        steps.Peak(steps.QuotaGroup, "CpuQuota", step) / steps.Peak(steps.QuotaGroup, "CpuPeriod", step);

    private static double? ThrottledPeriodsAt(MachineSteps steps, FigureHistory all, int step) =>
        steps.Mean(steps.QuotaGroup, "Periods", step) is > 0 and var periods
            ? Math.Min(1, (steps.Mean(steps.QuotaGroup, "ThrottledPeriods", step) ?? double.NaN) / periods)
            : null;

    private static double? HostShare(MachineSteps steps, FigureHistory all, int step, string column)
    {
        double sum = HostTimes.Sum(time => steps.Mean(all.Host, time, step) ?? 0);
        return sum > 0 ? steps.Mean(all.Host, column, step) / sum : null;
    }
}
