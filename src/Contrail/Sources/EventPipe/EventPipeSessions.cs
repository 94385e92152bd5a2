using System.Net.Sockets;
using Contrail.Core.Formats;
using Contrail.Core.Formats.NetTrace;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Core.Symbols;
using Contrail.Sources.Ipc;

namespace Contrail.Sources.EventPipe;

/// <summary>The sessions of one target, being drained, and what they feed.</summary>
internal sealed class EventPipeSessions
{
    /// <summary>The runtime flushes each session every 100 ms, at a pace of its own.</summary>
    private static readonly TimeSpan SymbolsFlush = TimeSpan.FromMilliseconds(110);

    private readonly List<string> _lines = [];
    private EventPipeConnection? _main;
    private EventPipeConnection? _symbolConnection;
    private SymbolConsumer? _symbolConsumer;
    private IDrain? _mainDrain;
    private IDrain? _symbolDrain;
    private string _rundown = "never";
    private TimeSpan _rundownTook;

    private EventPipeSessions(RecordingLimits limits, BufferWatch watch)
    {
        Symbols = new SymbolTable(Math.Max(limits.SymbolBytesMax, SymbolTable.BytesMaxMin));
        NetTraceFormat format = new(limits.OnceBytesMax);
        Recording = new TraceRecording(
            format, limits, NetTraceSplitter.FrameBytesMax, () => _symbolConsumer?.TableBytes ?? 0);
        Consumer = new RecordingConsumer(Recording, watch.OnChunk);
    }

    public SymbolTable Symbols { get; }

    public TraceRecording Recording { get; }

    public RecordingConsumer Consumer { get; }

    public IDrain MainDrain => _mainDrain!;

    /// <summary>What was asked for, a line a session.</summary>
    public IReadOnlyList<string> Lines => _lines;

    public SymbolFacts SymbolFacts => new(
        _rundown,
        Math.Round(_rundownTook.TotalSeconds, 3),
        Symbols.FactCount,
        Symbols.ForgottenCount + (_symbolConsumer?.EventsLost ?? 0))
    {
        BrokeOff = _symbolDrain is { Ended.IsCompleted: true } symbols
            && (symbols.WasCut || !MainDrain.Ended.IsCompleted),
    };

    /// <summary>
    /// Opens the sessions and begins to drain each at once, because from then on it must not wait. Symbols first: what
    /// is compiled and gone again before it is asked for has no name ever after.
    /// </summary>
    public static EventPipeSessions Open(
        DiagnosticClient client, SessionRequest main, RecordingLimits limits, BufferWatch watch, IDrainHost host)
    {
        EventPipeSessions sessions = new(limits, watch);
        try
        {
            sessions.OpenSymbols(client, Math.Min(main.BufferMegabytes, SessionBuffer.UsualMegabytes), host);
            sessions.OpenMain(client, main, host);
            return sessions;
        }
        catch
        {
            sessions.Close();
            sessions.Recording.Dispose();
            throw;
        }
    }

    /// <summary>Asks for what was compiled before.</summary>
    public void Complete(DiagnosticClient client, EventPipeOptions options, long? memoryLimitBytes, IDrainHost host)
    {
        if (options.FromStart)
        {
            _rundown = "none";
            Symbols.EntryPointsTrusted = true;
        }
        else if (options.Rundown == RundownMode.Auto)
        {
            RunDown(client, SessionPlan.Rundown(memoryLimitBytes), host);
        }
    }

    /// <summary>The sessions whose streams have not ended. An id is used again once its session is over.</summary>
    public IEnumerable<ulong> LiveSessionIds()
    {
        if (_symbolDrain is { } drain && !drain.Ended.IsCompleted)
        {
            yield return _symbolConnection!.SessionId;
        }

        if (!MainDrain.Ended.IsCompleted)
        {
            yield return _main!.SessionId;
        }
    }

    public void Close()
    {
        _symbolDrain?.Close();
        _mainDrain?.Close();
    }

    /// <summary>
    /// Waits until the names have come of what was compiled before now: of a living process by the clock, because
    /// silence tells nothing; of one that is gone until its stream has ended.
    /// </summary>
    public void WaitForNames(CancellationToken cancellationToken)
    {
        if (MainDrain.Ended.IsCompleted)
        {
            _symbolDrain!.Ended.Wait((int)SymbolsFlush.TotalMilliseconds, cancellationToken);
            return;
        }

        TimeSpan left = SymbolsFlush - Consumer.QuietFor;
        if (left > TimeSpan.Zero)
        {
            Task.WhenAll(MainDrain.Ended, _symbolDrain!.Ended).Wait((int)left.TotalMilliseconds, cancellationToken);
        }
    }

    private void OpenSymbols(DiagnosticClient client, int bufferMegabytes, IDrainHost host)
    {
        SessionRequest request = SessionPlan.Symbols(bufferMegabytes);
        _symbolConnection = client.StartSession(request);
        _symbolConsumer = new SymbolConsumer(Symbols, HistoryStart);
        _symbolDrain = host.Drain("Contrail symbols", _symbolConnection, _symbolConsumer);
        _lines.Add(Line("symbols", request, _symbolConnection));
    }

    private void OpenMain(DiagnosticClient client, SessionRequest request, IDrainHost host)
    {
        _main = client.StartSession(request);
        _mainDrain = host.Drain("Contrail main", _main, Consumer);
        _lines.Insert(0, Line("main", request, _main));
    }

    // A snapshot frozen a moment ago may still be asking for names of what the ring has just given up.
    private TraceTicks? HistoryStart()
    {
        RecordingCounts counts = Recording.Counts();
        return counts.Start is { } start ? new TraceTicks(start.Value - (counts.TicksPerSecond * 30)) : null;
    }

    private void RunDown(DiagnosticClient client, SessionRequest request, IDrainHost host)
    {
        try
        {
            (bool whole, _rundownTook) = RundownRun.Run(client, request, Symbols, host);
            _rundown = whole ? "done" : "failed";
            Symbols.EntryPointsTrusted = whole;
        }
        catch (Exception failure) when (failure is SocketException or TimeoutException or EndOfStreamException
            or InvalidDataException or IpcRefusedException)
        {
            // Recording goes on, with fewer names; the certificate says so.
            _rundown = "failed";
        }
    }

    private static string Line(string name, SessionRequest request, EventPipeConnection connection)
    {
        string providers = string.Join(',', request.Providers.Select(
            provider => $"{provider.Name}:0x{provider.Keywords:x}:{provider.Level}"));
        string concessions = connection.Concessions == SessionConcessions.None ? "" : $" ({connection.Concessions})";
        return $"{name}: {providers}; {request.BufferMegabytes} MiB; {connection.Command}{concessions}";
    }
}
