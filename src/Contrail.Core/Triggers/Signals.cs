namespace Contrail.Core.Triggers;

/// <summary>The signals that expressions can name: the source of help, documentation and error messages.</summary>
internal static class Signals
{
    /// <summary>The subject of <see cref="SignalKind.Death"/> after an exit that was intended.</summary>
    public const string CleanExit = "exit";

    /// <summary>The subject after any other end of the process, also by a signal.</summary>
    public const string UncleanEnd = "crash";

    /// <summary>The field that is the message of an observation.</summary>
    public const string Message = "message";

    /// <summary>The field that is the number of a log message.</summary>
    public const string Level = "level";

    private const string AnyProfile = "any profile";
    private const string GcEvents = "the default profile (GC events)";
    private const string EventsOf = "a provider that writes it";

    /// <summary>All signals.</summary>
    public static IReadOnlyList<SignalDescription> All { get; } =
    [
        new(SignalKind.GcPause, "gc-pause", SignalUnit.Duration, "",
            "All threads are paused for a garbage collection.", GcEvents + ", or a Go service", "gc-pause>500ms"),
        new(SignalKind.Suspension, "suspension", SignalUnit.Duration, "",
            "The time until all threads are suspended.", GcEvents, "suspension>100ms"),
        new(SignalKind.Gen2, "gen2", SignalUnit.Duration, "",
            "A collection of generation 2, with its duration.", GcEvents, "gen2 rate>10/m"),
        new(SignalKind.InducedGc, "induced-gc", SignalUnit.Duration, "",
            "A collection that code requested, with its duration.", GcEvents, "induced-gc count>=3 in 1m"),
        new(SignalKind.Exception, "exception", SignalUnit.None, "type",
            "A thrown exception.", "the default profile (exceptions)",
            "exception:System.TimeoutException rate>10/s") { Fields = [Message] },
        new(SignalKind.UnhandledException, "unhandled-exception", SignalUnit.None, "type",
            "The last exception before the process died; whether code had caught it is not observed.",
            "the default profile (exceptions)",
            "unhandled-exception") { Fields = [Message] },
        new(SignalKind.Contention, "contention", SignalUnit.Duration, "",
            "A wait for a lock.", "the default profile (contention)", "contention>200ms"),
        new(SignalKind.Starvation, "starvation", SignalUnit.Count, "",
            "The thread pool adds threads because work does not start or threads wait for tasks; the number is theirs.",
            "the default profile (thread pool)", "starvation"),
        new(SignalKind.Counter, "counter", SignalUnit.Number, "counter",
            "A value of an event counter or a meter.", "the provider of the counter",
            "counter:System.Runtime/cpu-usage>90 for 30s") { IsSubjectRequired = true, IsLimitRequired = true },
        new(SignalKind.Request, "request", SignalUnit.Duration, "route",
            "A completed request.", "the profile requests", "request:/orders/{id}>2s"),
        new(SignalKind.Event, "event", SignalUnit.None, "event",
            "An event of any provider.", EventsOf, "event:Shop/OrderFailed payload.Attempts>5")
            { IsSubjectRequired = true, HasPayload = true },
        new(SignalKind.Pair, "pair", SignalUnit.Duration, "event",
            "The time from one event to another with the same key: the activity, or a field of both.",
            EventsOf, "pair:Shop/OrderStart..OrderStop by payload.Id >2s")
            {
                Observed = SignalKind.Event, IsSubjectRequired = true, IsLimitRequired = true, HasPayload = true,
            },
        new(SignalKind.Log, "log", SignalUnit.Level, "category",
            "A log message.", "the provider Microsoft-Extensions-Logging, or a Go service", "log:Shop.* level>=error")
            { Fields = [Message, Level] },
        new(SignalKind.Silence, "silence", SignalUnit.Duration, "",
            "Time without events after activity.", AnyProfile, "silence>10s") { IsLimitRequired = true },
        new(SignalKind.Lag, "lag", SignalUnit.Duration, "",
            "The age of the newest event of the stream.", AnyProfile, "lag>2s") { IsLimitRequired = true },
        new(SignalKind.Death, "death", SignalUnit.None, "kind",
            "The end of the process: crash, also by a signal, or, only if named, exit.", AnyProfile, "death")
            { Fields = [Message], OnlyIfNamed = CleanExit },
        new(SignalKind.StopTheWorld, "stop-the-world", SignalUnit.Duration, "reason",
            "A stop of all goroutines, with its reason.", "a Go service", "stop-the-world>10ms"),
        new(SignalKind.Scheduling, "scheduling", SignalUnit.Duration, "",
            "The time from runnable to running of a goroutine.", "a Go service", "scheduling p99>10ms in 1m"),
        new(SignalKind.Region, "region", SignalUnit.Duration, "region",
            "A completed region or task of user code.", "a Go service", "region:load>1s"),
    ];

    /// <summary>Finds a signal by the name that an expression has; null if there is none.</summary>
    public static SignalDescription? Find(string name) =>
        All.FirstOrDefault(signal => signal.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The description of a signal.</summary>
    public static SignalDescription Of(SignalKind kind) => All.First(signal => signal.Kind == kind);
}
