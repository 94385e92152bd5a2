using Contrail.Core.NetTrace.Async;

namespace Contrail.Core.NetTrace.Events;

/// <summary>
/// Which events a named profile requests. A manifest contains the names of profiles; readers find here what each
/// one records. Immutable; safe from any thread.
/// </summary>
internal sealed record ProfileEvents
{
    private const RuntimeKeywords DefaultKeywords =
        RuntimeKeywords.GC | RuntimeKeywords.Contention | RuntimeKeywords.Exception | RuntimeKeywords.Threading;

    private const RuntimeKeywords AllKeywords = DefaultKeywords
        | RuntimeKeywords.GCHandle | RuntimeKeywords.Interop | RuntimeKeywords.Type | RuntimeKeywords.ThreadTransfer
        | RuntimeKeywords.Compilation | RuntimeKeywords.WaitHandle;

    /// <summary>The name of the profile <c>requests</c>.</summary>
    public const string RequestsName = "requests";

    private const int Informational = 4;
    private const int Verbose = 5;

    /// <summary>The keywords of <see cref="RuntimeProvider.Name"/>.</summary>
    public required RuntimeKeywords Keywords { get; init; }

    /// <summary>The level of <see cref="RuntimeProvider.Name"/>; 0 if it is not requested.</summary>
    public required int Level { get; init; }

    /// <summary>
    /// The keywords whose events of level Verbose are requested: all of <see cref="Keywords"/> at that level, if a
    /// filter does not leave out those of the others.
    /// </summary>
    public RuntimeKeywords VerboseKeywords { get; init; } = (RuntimeKeywords)(-1);

    /// <summary>Whether <see cref="RuntimeProvider.SampleProfilerName"/> is requested.</summary>
    public bool HasSamples { get; init; }

    /// <summary>Whether <see cref="AsyncEventReader.Provider"/> is requested.</summary>
    public bool HasAsyncOperations { get; init; }

    /// <summary>The requested event sources of libraries and of the program.</summary>
    public IReadOnlyList<string> Libraries { get; init; } = [];

    /// <summary>Whether the event source of Microsoft.Extensions.Logging is requested.</summary>
    public bool HasLogs { get; init; }

    /// <summary>
    /// Whether everything is requested of which the profile <c>requests</c> makes spans: requests, calls, lookups,
    /// handshakes, connections and activities, with the ids that pair them.
    /// </summary>
    public bool HasSpans { get; init; }

    /// <summary>Whether the waits for tasks are requested.</summary>
    public bool HasTaskWaits { get; init; }

    /// <summary>What keywords and level request, and <see cref="VerboseKeywords"/> leaves out.</summary>
    public IEnumerable<uint> FilteredIds => RuntimeEventTable.Of(Keywords, Verbose)
        .Where(row => Level >= Verbose && (row.Keywords & VerboseKeywords) == 0)
        .Select(row => (uint)row.Id);

    /// <summary>The profile <c>collections</c>.</summary>
    public static ProfileEvents Collections { get; } =
        new() { Keywords = RuntimeKeywords.GC | RuntimeKeywords.Threading, Level = Informational };

    /// <summary>The profile <c>default</c>.</summary>
    public static ProfileEvents Default { get; } = new() { Keywords = DefaultKeywords, Level = Informational };

    /// <summary>The profile <c>cpu-eventpipe</c>.</summary>
    public static ProfileEvents CpuEventPipe { get; } = Default with { HasSamples = true };

    /// <summary>The profile <c>waits</c>.</summary>
    public static ProfileEvents Waits { get; } = new()
    {
        Keywords = DefaultKeywords | RuntimeKeywords.WaitHandle,
        Level = Verbose,
        VerboseKeywords = RuntimeKeywords.WaitHandle,
    };

    /// <summary>The profile <c>gc</c>.</summary>
    public static ProfileEvents Gc { get; } = new()
    {
        Keywords = RuntimeKeywords.GC | RuntimeKeywords.GCHandle | RuntimeKeywords.Type,
        Level = Verbose,
    };

    /// <summary>The profile <c>all-runtime</c>.</summary>
    public static ProfileEvents AllRuntime { get; } = new() { Keywords = AllKeywords, Level = Verbose };

    /// <summary>The profile <c>requests</c>.</summary>
    public static ProfileEvents Requests { get; } = Default with
    {
        Libraries =
        [
            LibraryProvider.Tasks, LibraryProvider.Hosting, LibraryProvider.Http, LibraryProvider.NameResolution,
            LibraryProvider.Security, LibraryProvider.Sockets, LibraryProvider.Activities,
        ],
        HasSpans = true,
    };

    /// <summary>Returns the events of the profile of that name; null for an unknown name.</summary>
    public static ProfileEvents? Find(string name) => name switch
    {
        "collections" => Collections,
        "default" or "cpu" => Default,
        "cpu-eventpipe" => CpuEventPipe,
        "waits" => Waits,
        "gc" => Gc,
        "all-runtime" => AllRuntime,
        RequestsName => Requests,
        _ => null,
    };

    /// <summary>Returns whether the events of any of some keywords and of a level are requested.</summary>
    public bool Includes(RuntimeKeywords keywords, int level) =>
        Level >= level && (Keywords & keywords & (level >= Verbose ? VerboseKeywords : keywords)) != 0;
}
