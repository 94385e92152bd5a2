using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Observing;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Ipc;
using Contrail.Sources;

namespace Contrail.EventPipe;

/// <summary>The sessions of one target, being drained, and what they feed.</summary>
internal sealed class EventPipeSessions
{
    /// <summary>The runtime flushes each session every 100 ms, at a pace of its own.</summary>
    private static readonly TimeSpan SymbolsFlush = TimeSpan.FromMilliseconds(110);

    /// <summary>For what a process that is gone has left in the socket; a busy machine took half a second.</summary>
    private static readonly TimeSpan MaxSymbolsEnd = TimeSpan.FromSeconds(2);

    private readonly DiagnosticClient _client;
    private readonly ISourceHost _host;
    private readonly SessionRequest _symbolRequest;
    private volatile SymbolSession _symbols;
    private long _symbolsLostBefore;
    private volatile bool _hasSymbolHole;
    private volatile BackgroundRundown? _rundown;

    private EventPipeSessions(
        DiagnosticClient client,
        DiagnosticClient hurried,
        Profile profile,
        Func<Profile, SessionRequest> requestFor,
        SessionRequest symbolRequest,
        int processId,
        TraceClock clock,
        ISourceHost host)
    {
        Clock = clock;
        _client = client;
        _host = host;
        _symbolRequest = symbolRequest;
        Symbols = new SymbolTable(Math.Max(host.Limits.MaxSymbolBytes, SymbolTable.MinCapacityBytes));
        EventTap tap = new();
        NetTraceFormat format = new(
            host.Limits.MaxRetainedBytes, host.Limits.MaxCarriedBytes, processId, tap, Milestones);
        Observer = new NetTraceObserver(tap, () => format.Trace);
        Recording = host.CreateRing(new RecordedFormat(format, NetTraceSplitter.MaxFrameBytes)
        {
            OtherBytes = () => _symbols?.Consumer.TableBytes ?? 0,
        });
        _symbols = null!;
        try
        {
            _symbols = OpenSymbols(hurried, symbolRequest);
            Main = new MainSession(client, hurried, profile, requestFor, Recording, clock, host);
        }
        catch
        {
            _symbols?.Drain.Close();
            throw;
        }
    }

    /// <summary>The clock of the events.</summary>
    public TraceClock Clock { get; }

    public SymbolTable Symbols { get; }

    /// <summary>Observes the events of the main session for triggers.</summary>
    public NetTraceObserver Observer { get; }

    /// <summary>Counts what the runtime does, by the events of the main session.</summary>
    public RuntimeMilestones Milestones { get; } = new();

    public TraceRecording Recording { get; }

    /// <summary>What feeds the ring.</summary>
    public MainSession Main { get; }

    public RecordingConsumer Consumer => Main.Consumer;

    public IDrain MainDrain => Main.Streams;

    /// <summary>What was requested, one line for each session.</summary>
    public IReadOnlyList<string> Lines => [Main.Line, _symbols.Line];

    public SymbolFacts SymbolFacts => new(
        _rundown?.State ?? RundownOutcome.Never,
        Math.Round(_rundown?.Took.TotalSeconds ?? 0, 3),
        Symbols.FactCount,
        Symbols.ForgottenCount + SymbolEventsLost)
    {
        EventsLost = SymbolEventsLost,
        BrokeOff = (_hasSymbolHole && _rundown is not { State: RundownOutcome.Done })
            || (_symbols is { IsLive: false } ended
            && (ended.Drain.WasCut || !Main.Current.Ended.IsCompleted)),
    };

    private long SymbolEventsLost => Interlocked.Read(ref _symbolsLostBefore) + _symbols.Consumer.EventsLost;

    /// <summary>What feeds the symbol table.</summary>
    public SymbolSession SymbolsSession => _symbols;

    /// <summary>Whether the watchdog has cut the symbols session.</summary>
    public bool SymbolsWereCut => _symbols is { IsLive: false, Drain.WasCut: true };

    /// <summary>
    /// Opens the sessions and drains each immediately, because an unread session blocks the runtime. Symbols first:
    /// code that is compiled and unloaded before they are requested never has a name.
    /// </summary>
    /// <param name="client">The runtime.</param>
    /// <param name="hurried">The same runtime, with the time limit for opening.</param>
    /// <param name="profile">The first profile.</param>
    /// <param name="isOwn">Whether the recorder runs in the recorded process.</param>
    /// <param name="processId">Its id in its own pid namespace.</param>
    /// <param name="clock">The clock of its events.</param>
    /// <param name="bufferMegabytes">The size of the runtime's buffer.</param>
    /// <param name="host">Drains the streams.</param>
    public static EventPipeSessions Open(
        DiagnosticClient client,
        DiagnosticClient hurried,
        Profile profile,
        bool isOwn,
        int processId,
        TraceClock clock,
        int bufferMegabytes,
        ISourceHost host) =>
        new(
            client,
            hurried,
            profile,
            next => SessionPlan.Main(next, bufferMegabytes, isOwn),
            SessionPlan.Symbols(Math.Min(bufferMegabytes, SessionBuffer.UsualMegabytes)),
            processId,
            clock,
            host);

    /// <summary>Requests what was compiled before.</summary>
    public void BeginRundown(AttachWatch attach, EventPipeOptions options, long? memoryLimitBytes, int runtimeMajor)
    {
        SessionRequest? request =
            options.Rundown == RundownMode.Auto ? SessionPlan.Rundown(memoryLimitBytes, runtimeMajor) : null;
        BackgroundRundown rundown = new(
            request, options.FromStart ? RundownOutcome.NotNeeded
                : RundownOutcome.Never, Symbols, _host, attach);
        _rundown = rundown;
        if (options.FromStart)
        {
            Symbols.EntryPointsTrusted = true;
        }
        else
        {
            rundown.Begin(_client);
        }
    }

    /// <summary>Waits for it while attaching may; it goes on while recording does.</summary>
    /// <exception cref="SourceUnavailableException">The process is stopped.</exception>
    public void WaitForRundown(AttachWatch attach) => _rundown?.Wait(attach.Left);

    /// <summary>
    /// Whether the request for the earlier code failed and the next attempt is due: a runtime that is suspended by the
    /// port of another tool, for example, does not respond until it is resumed.
    /// </summary>
    public bool IsRundownDue => _rundown is { IsDue: true };

    /// <summary>Repeats that request.</summary>
    public void RetryRundown() => _rundown?.Repeat(_client);

    /// <summary>
    /// Opens the symbols session again after its stream was cut, and requests the code compiled meanwhile if that is
    /// allowed.
    /// Connection failures are thrown, and the call can be repeated.
    /// </summary>
    public void ReopenSymbols()
    {
        if (_rundown is { State: RundownOutcome.Pending })
        {
            // The rundown would not contain what is compiled before the session is open. It is requested at a later
            // check, because the keeper must not wait.
            return;
        }

        SymbolSession cut = _symbols;
        _hasSymbolHole = true;

        // What was prepared meanwhile is unknown, so an entry point no longer marks the end of the previous one.
        Symbols.EntryPointsTrusted = false;
        _symbols = OpenSymbols(_client, _symbolRequest);
        Interlocked.Add(ref _symbolsLostBefore, cut.Consumer.EventsLost);
        _rundown?.Begin(_client);
    }

    /// <summary>The sessions whose streams have not ended. An id is used again once its session is over.</summary>
    public IEnumerable<ulong> LiveSessionIds()
    {
        if (_symbols is { IsLive: true } symbols)
        {
            yield return symbols.Connection.SessionId;
        }

        if (Main.LiveId is { } mainId)
        {
            yield return mainId;
        }
    }

    /// <summary>Ends a rundown that runs; none follows.</summary>
    public void EndRundown() => _rundown?.Dispose();

    public void Close()
    {
        EndRundown();
        _symbols.Drain.Close();
        Main.Close();
    }

    /// <summary>
    /// Waits for the names of the code compiled before now: for a fixed time while the process runs, because silence
    /// shows nothing; until the end of the stream if the process has exited.
    /// </summary>
    public void WaitForNames(bool isGone, CancellationToken cancellationToken)
    {
        Task symbolsEnded = _symbols.Drain.Ended;
        bool hasEnded = MainDrain.Ended.IsCompleted;

        // A process that is gone has closed its sockets: what it had sent is read to its end, however busy we are.
        TimeSpan longest = isGone ? MaxSymbolsEnd : SymbolsFlush;
        TimeSpan left = hasEnded ? longest : SymbolsFlush - Consumer.QuietFor;
        if (left > TimeSpan.Zero)
        {
            _host.Time.Wait(Task.WhenAll(MainDrain.Ended, symbolsEnded), left, cancellationToken);
        }
    }

    private SymbolSession OpenSymbols(DiagnosticClient client, SessionRequest request)
    {
        EventPipeConnection connection = client.StartSession(request);
        SymbolConsumer consumer = new(Symbols, _host.Time, HistoryStart);
        IDrain drain = _host.Drain("Contrail symbols", connection, consumer);
        return new SymbolSession(connection, consumer, drain, SessionPlan.Line("symbols", request, connection));
    }

    // A snapshot frozen shortly before may still need names of what the ring has just evicted.
    private TraceTicks? HistoryStart()
    {
        RecordingCounts counts = Recording.Counts();
        return counts.Start is { } start ? new TraceTicks(start.Value - (counts.TicksPerSecond * 30)) : null;
    }
}
