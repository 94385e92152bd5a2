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
    private readonly EventPipeConnection _main;
    private readonly List<string> _lines = [];
    private EventPipeConnection? _symbolConnection;
    private SymbolConsumer? _symbolConsumer;
    private IDrain? _symbolDrain;
    private string _rundown = "never";
    private TimeSpan _rundownTook;

    private EventPipeSessions(EventPipeConnection main, RecordingLimits limits, IDrainHost host, string line)
    {
        _main = main;
        Symbols = new SymbolTable(Math.Max(limits.SymbolBytesMax, SymbolTable.BytesMaxMin));
        NetTraceFormat format = new(limits.OnceBytesMax);
        Recording = new TraceRecording(
            format, limits, NetTraceSplitter.FrameBytesMax, () => _symbolConsumer?.TableBytes ?? 0);
        Consumer = new RecordingConsumer(Recording);
        MainDrain = host.Drain("Contrail main", main, Consumer);
        _lines.Add(line);
    }

    public SymbolTable Symbols { get; }

    public TraceRecording Recording { get; }

    public RecordingConsumer Consumer { get; }

    public IDrain MainDrain { get; }

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

    /// <summary>Opens the main session and begins to drain it: from here on it must not wait.</summary>
    public static EventPipeSessions Open(
        DiagnosticClient client, Profile profile, bool isOwn, RecordingLimits limits, int bufferMegabytes,
        IDrainHost host)
    {
        SessionRequest request = SessionPlan.Main(profile, bufferMegabytes, withMarker: isOwn);
        EventPipeConnection main = client.StartSession(request);
        return new EventPipeSessions(main, limits, host, Line("main", request, main));
    }

    /// <summary>Opens the symbols session, and asks for what was compiled before.</summary>
    public void Complete(
        DiagnosticClient client, EventPipeOptions options, int bufferMegabytes, long? memoryLimitBytes, IDrainHost host)
    {
        SessionRequest request = SessionPlan.Symbols(Math.Min(bufferMegabytes, SessionBuffer.UsualMegabytes));
        _symbolConnection = client.StartSession(request);
        _symbolConsumer = new SymbolConsumer(Symbols, HistoryStart);
        _symbolDrain = host.Drain("Contrail symbols", _symbolConnection, _symbolConsumer);
        _lines.Add(Line("symbols", request, _symbolConnection));
        if (options.Rundown == RundownMode.Auto)
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
            yield return _main.SessionId;
        }
    }

    public void Close()
    {
        _symbolDrain?.Close();
        MainDrain.Close();
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
