using Shop.Cpu;
using Shop.Faults;
using Shop.Machine;
using Shop.Memory;
using Shop.Mixed;
using Shop.Requests;
using Shop.Stage;
using Shop.Waits;

namespace Shop;

/// <summary>All programs, with the findings that a recording of each has to lead to.</summary>
internal static class Catalogue
{
    private const string Cpu = "--profile cpu";
    private const string Gc = "--profile gc";
    private const string Http = "--profile requests";
    private const string Jit = "--providers Microsoft-Windows-DotNETRuntime:0x1c011:5";
    private const string JitAndWaits = "--providers Microsoft-Windows-DotNETRuntime:0x4000001c011:5";
    private const string Waits = "--profile waits";
    private const string Async = "--providers System.Runtime.CompilerServices.AsyncProfilerEventSource:0x3ffff:4";
    private const string Figures = "--figures on";
    private const string Sql = "--profile requests --providers Microsoft-Extensions-Logging:0x5:4";

    // The budget of generation 0 (hexadecimal) otherwise follows from the cache of the processor: on some machines, no
    // collection runs in a recording of some seconds. A container with one core has the collector of workstations.
    private const string Gen0Of4Megabytes = "DOTNET_gcServer=0 DOTNET_GCgen0size=400000";
    private const string Gen0Of16Megabytes = "DOTNET_gcServer=0 DOTNET_GCgen0size=1000000";
    private const string Gen0Of64Megabytes = "DOTNET_gcServer=0 DOTNET_GCgen0size=4000000";

    public static IReadOnlyList<Incident> All { get; } =
        [.. Cpus(), .. Waiting(), .. Requesting(), .. Remembering(), .. Surrounded(), .. Mixed()];

    private static IEnumerable<Incident> Cpus() =>
    [
        new("hot-method", Cpu, "A method compares every rule with every product.",
            "hot-method=DiscountRules.Distance|DiscountRules.Scan", HotMethod.RunAsync),
        new("hot-native", Cpu, "Native code compresses the same file for each request.",
            "hot-native|hot-method=CatalogueExport.Compress", HotNative.RunAsync),
        new("exception-storm", "", "An import parses by catching exceptions.",
            "exception-storm=QuantityParser.Parse", ExceptionStorm.RunAsync),
        new("swallowed-exceptions", Http, "Refused payments are caught and ignored.",
            "swallowed-exceptions=PaymentRefusedException|PaymentGateway.ChargeAsync", SwallowedExceptions.RunAsync),
        new("gc-load", "", "A report is concatenated row by row, and the collector uses the processor.",
            "gc-load=ReportService.Concatenate", GcLoad.RunAsync) { Settings = Gen0Of16Megabytes },
        new("jit-load", Jit, "Each request compiles an expression.",
            "jit-load=FilterCompiler", JitLoad.RunAsync),
        new("busy-timer", Cpu, "Dozens of timers fire every millisecond.",
            "busy-timer|hot-method=PriceWatcher.CheckPrices", BusyTimer.RunAsync),
        new("crash", "", "A thread fails on a missing key, which ends the process.",
            "crash=", Crash.RunAsync) { Way = "signal" },
        new("slow-start", JitAndWaits, "The start compiles patterns, and a static constructor waits.",
            "slow-start=PriceList|PatternLibrary", SlowStart.RunAsync) { Way = "launch" },
    ];

    private static IEnumerable<Incident> Waiting() =>
    [
        new("pool-starvation-sync-over-async", Waits, "Requests block on the result of a task.",
            "pool-starvation=RateService.Find", SyncOverAsync.RunAsync),
        new("pool-starvation-blocking", Waits, "Requests poll a device on threads of the pool.",
            "pool-starvation=LabelPrinter.Print", BlockingIo.RunAsync),
        new("lock-convoy", "", "All orders wait for one lock, held while a record is written.",
            "lock-convoy=OrderLedger.Append|OrderService.Place", LockConvoy.RunAsync),
        new("deadlock", "", "Two threads take two locks in opposite order.",
            "deadlock=TransferService.Transfer", Deadlock.RunAsync) { Way = "signal" },
        new("async-not-running", Async, "Requests await confirmations that do not arrive.",
            "async-not-running=ConfirmationQueue.WaitForConfirmationAsync|ReservationService.ReserveAsync",
            AsyncNotRunning.RunAsync)
        { Frameworks = "net11.0" },
    ];

    private static IEnumerable<Incident> Requesting() =>
    [
        new("slow-dependency", Http, "Another service needs 400 ms for an answer.",
            "slow-dependency=/convert/|127.0.0.1", SlowDependency.RunAsync),
        new("connection-pool-exhausted", Http, "A client may open two connections, which its load exceeds.",
            "connection-pool-exhausted=127.0.0.1", ConnectionPool.RunAsync),
        new("slow-tls", Http, "Each call opens a connection with a TLS handshake.",
            "slow-tls=127.0.0.1", SlowTls.RunAsync),
        new("query-per-row", Sql, "A list loads the lines of each order with a query of its own.",
            "query-per-row|slow-sql=Lines", QueryPerRow.RunAsync),
        new("slow-sql", Sql, "A query compares every order with every other one.",
            "slow-sql=Orders", SlowSql.RunAsync),
    ];

    private static IEnumerable<Incident> Remembering() =>
    [
        new("long-gc-pause", "", "Blocking collections mark millions of small objects.",
            "long-gc-pause=SessionCache", LongGcPause.RunAsync) { Settings = "DOTNET_gcConcurrent=0" },
        new("induced-collections", "", "A batch calls GC.Collect.",
            "induced-collections=MemoryCleaner.CleanUp|ThumbnailBatch.ExecuteAsync", InducedCollections.RunAsync),
        new("loh-churn", Gc, "Each upload allocates a large buffer.",
            "loh-churn=UploadService", LohChurn.RunAsync),
        new("slow-suspension", "", "A native call without a transition delays suspensions.",
            "slow-suspension=", SlowSuspension.RunAsync) { Settings = Gen0Of16Megabytes },
        new("pinning-fragmentation", "", "Small pinned buffers are between other objects.",
            "pinned-objects=", PinningFragmentation.RunAsync) { Settings = Gen0Of64Megabytes },
        new("finalizer-backlog", Gc, "Objects are not disposed, and their finalizers wait.",
            "finalizer-backlog=ScannedDocument", FinalizerBacklog.RunAsync) { Settings = Gen0Of64Megabytes },
        new("managed-leak", Gc, "A cache keeps every result.",
            "managed-leak=SearchCache|SearchResult", ManagedLeak.RunAsync)
        { Way = "signal", Settings = Gen0Of4Megabytes },
    ];

    private static IEnumerable<Incident> Surrounded() =>
    [
        new("throttled-container", Figures, "The container may use less processor time than the service needs.",
            "cpu-throttling=processors", Logins.RunThrottledAsync) { Limits = "cpu=30,weight=50/cpu=190,weight=50" },
        new("throttled-collections", Figures, "Collections take longer because the container is throttled.",
            "cpu-throttling=processors", ThrottledCollections.RunAsync)
        { Limits = "cpu=12,weight=50/cpu=190,weight=50", Settings = "DOTNET_gcConcurrent=0 " + Gen0Of4Megabytes },
        new("busy-host", Figures, "A batch of another program uses all processors.",
            "busy-host=other programs", Logins.RunNextToBatchAsync) { Limits = "-/weight=50" },
        new("native-leak", Figures, "Native bitmaps are not disposed.",
            "native-leak=native memory", NativeLeak.RunAsync) { Settings = Gen0Of4Megabytes },
        new("tiny-writes", Figures, "An export writes each field without a buffer.",
            "small-io=to write", TinyWrites.RunAsync),
        new("memory-limit", Figures, "A cache of native pictures has nearly the size of the container.",
            "memory-limit=200 MiB", SmallContainer.RunCacheAsync) { Limits = "memory=200/memory=200" },
        new("major-faults", Figures, "A mapped index is larger than the container.",
            "major-faults=memory limit", SmallContainer.RunIndexAsync) { Limits = "memory=200/memory=200" },
        new("listen-overflow", Figures, "A gateway accepts a connection when it has stored what the last one sent.",
            "listen-overflow=accept queue", SlowAccept.RunAsync),
    ];

    private static IEnumerable<Incident> Mixed() =>
    [
        new("mixed-cpu-and-lock", Cpu, "A hot method and a contended lock.",
            "hot-method=DiscountRules.Distance|DiscountRules.Scan;lock-convoy=OrderLedger.Append|OrderService.Place",
            CpuAndLock.RunAsync),
        new("mixed-gc-and-exceptions", "", "Induced collections and an exception storm.",
            "induced-collections=MemoryCleaner.CleanUp|ThumbnailBatch.ExecuteAsync;"
                + "exception-storm=QuantityParser.Parse",
            GcAndExceptions.RunAsync),
        new("healthy-busy", "", "Nothing: a service under load.", "", BusyAndHealthy.RunAsync),
    ];
}
