using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Support;

/// <summary>Fixed traces whose output is compared with golden files. Each property of the output has a value in one.
/// </summary>
internal static class GoldenTraces
{
    private const ulong Recorder = 1UL << 62;
    private const ulong MicrosecondTicks = 1_000_000;
    private const string GoThread = "7: ProcStatus 0 0 1, GoStatusStack 0 1 7 2 1, ";

    /// <summary>A manifest in which every property is set.</summary>
    public static SnapshotManifest Manifest { get; } = Manifests.Usual with
    {
        ClockStepped = new ClockStep(-3.5, At(4)),
        ShorterBecause = "the memory limit was reached",
        RequestCoverage = RequestCoverage.TimedOut,
        EndedHow = "the process exited",
        Ending = RecordingEnd.ProcessExited,
        EventsLost = 9,
        LossesMayBeMore = true,
        Losses =
        [
            new ManifestLoss(At(0), At(1), LossReason.Evicted, 1_234),
            new ManifestLoss(At(2), At(2.5), LossReason.RuntimeDropped, 9, Thread: 7, Detail: "the buffer was full"),
        ],
        CapExceededBytes = 1_024,
        TraceBytes = 4_096,
        Format = "go 1.26",
        Profiles =
        [
            new ManifestProfile(At(0), At(5), "default"),
            new ManifestProfile(At(5), At(10.1), "collections", "30,000 events a second"),
        ],
        SilentProviders = ["App"],
        SilentBecause = "no event has arrived yet",
        StacksAtLimit = 3,
        Symbols = new SymbolFacts(RundownOutcome.Done, 0.12, 2_200, 1) { EventsLost = 2, BrokeOff = true },
    };

    /// <summary>A snapshot of .NET with every section of a summary.</summary>
    public static byte[] NetTrace { get; } = new NetTraceFile()
        .Stacks(1, [0x1010])
        .Add(SuspendBegin(), at: 1_000, thread: 7).Add(GCStart(5, 2, reason: 4, type: 1), at: 1_001, thread: 7)
        .Add(GCStart(6, 0), at: 1_003, thread: 7).Add(GCEnd(6, 0), at: 1_010, thread: 7)
        .Add(RestartEnd(), at: 1_012, thread: 7).Add(HeapStats(1_000), at: 1_013, thread: 7)
        .Add(GCEnd(5, 2), at: 1_300, thread: 8)
        .Add(AllocationTick("System.String", 100_000), at: 1_400, thread: 7)
        .Add(Exception("Shop.OutOfStock", "item 12 <pens> & 'ink'"), at: 2_000, thread: 7)
        .Add(ContentionStart(), at: 3_000, thread: 9).Add(ContentionStop(1.25e9), at: 4_250, thread: 9)
        .Add(ContentionStart(), at: 9_000, thread: 9)
        .Add(ThreadPoolAdjustment(12, reason: 6), at: 5_000, thread: 9)
        .Add(Sample(), at: 6_000, thread: 9, stack: 1)
        .Add(MethodRundown(0x1000, 0x100, "Shop.Checkout", "Pay"), at: 10_000, thread: 0, capture: Recorder)
        .AddAll(
            SnapshotManifest(Manifest with { TraceBytes = null, Format = null }),
            at: 10_100,
            thread: 0,
            capture: Recorder)
        .Whole();

    /// <summary>A file of another tool that lost its end.</summary>
    public static byte[] TornNetTrace { get; } = new NetTraceFile()
        .Add(GCStart(1, 0), at: 20).CloseBlock().Add(GCEnd(1, 0), at: 30).Torn(missingBytes: 3);

    /// <summary>Two generations of Go with a gap between them, and every section of a summary.</summary>
    public static byte[] Go { get; } = Drawn(
        GoThread
            + "GoCreate 0 2 1 0, STWBegin 100 1 0, STWEnd 100, GCBegin 0 5 0, GCEnd 100 6, UserTaskBegin 0 9 0 2 0, "
            + "UserRegionBegin 0 9 1 0, UserRegionEnd 50 9 1 0, UserTaskEnd 50 9 0, UserLog 0 9 1 2 0, "
            + "GoSyscallBegin 0 1 0, GoSyscallEnd 100, GoBlock 100 1 1, GoStart 100 2 1, GoUnblock 0 1 1 0, "
            + "GoDestroy 100",
        GoThread + "STWBegin 100 1 0, STWEnd 100");

    private static byte[] Drawn(string first, string fourth)
    {
        GoTraceFile file = new(26);
        GoDrawing.Add(file, 1, first, MicrosecondTicks);
        GoDrawing.Add(file, 4, fourth, MicrosecondTicks);
        return file.Bytes;
    }

    private static DateTime At(double seconds) => NetTraceFile.Begin.AddMilliseconds(seconds * 1_000);
}
