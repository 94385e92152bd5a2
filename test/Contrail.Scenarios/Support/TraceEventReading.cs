using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.EventPipe;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace Contrail.Scenarios.Support;

/// <summary>
/// An oracle: a trace as TraceEvent reads it, event by event. What TraceEvent throws on a bad file is not caught.
/// </summary>
public sealed class TraceEventReading
{
    private readonly Dictionary<string, long> _countByProvider = [];
    private readonly Dictionary<string, long> _countByEvent = [];
    private readonly HashSet<(string Provider, int ThreadId)> _threads = [];
    private readonly List<Heartbeat> _heartbeats = [];
    private readonly List<(int Number, int ThreadId)> _lives = [];
    private readonly Dictionary<long, FloodNumbers> _floodByThread = [];

    private TraceEventReading(string traceFile)
    {
        using EventPipeEventSource source = new(traceFile);
        // A parser without a listener assigns no names.
        source.Clr.All += static _ => { };
        new ClrRundownTraceEventParser(source).All += static _ => { };
        new SampleProfilerTraceEventParser(source).All += static _ => { };
        source.Dynamic.All += static _ => { };
        source.AllEvents += Count;
        source.Process();
        EventsLost = source.EventsLost;
        StartUtc = source.SessionStartTime.ToUniversalTime();
    }

    /// <summary>What TraceEvent makes of the gaps between sequence numbers; its sum may wrap.</summary>
    public int EventsLost { get; }

    /// <summary>The moment that is 0 ms in a viewer.</summary>
    public DateTime StartUtc { get; }

    public long EventCount { get; private set; }

    /// <summary>
    /// Since <see cref="StartUtc"/>; the minimum of all, because events are not in the order of time.
    /// </summary>
    public double FirstMilliseconds { get; private set; } = double.MaxValue;

    public double LastMilliseconds { get; private set; } = double.MinValue;

    public IReadOnlyDictionary<string, long> CountByProvider => _countByProvider;

    /// <summary>By <c>Provider/Name</c>; TraceEvent writes names with an opcode as <c>Task/Opcode</c>.</summary>
    public IReadOnlyDictionary<string, long> CountByEvent => _countByEvent;

    /// <summary>In the order of the reading.</summary>
    public IReadOnlyList<Heartbeat> Heartbeats => _heartbeats;

    /// <summary>The threads of the <c>threads</c> mode that arrived: the target's number, and the id.</summary>
    public IReadOnlyList<(int Number, int ThreadId)> Lives => _lives;

    /// <summary>By the target's own index of the thread.</summary>
    public IReadOnlyDictionary<long, FloodNumbers> FloodByThread => _floodByThread;

    /// <summary>Reads the complete file.</summary>
    public static TraceEventReading Read(string traceFile) => new(traceFile);

    /// <summary>How often it is there; 0 if never.</summary>
    public long CountOf(string provider, string name) => _countByEvent.GetValueOrDefault($"{provider}/{name}");

    /// <summary>The threads that wrote the provider's events.</summary>
    public IReadOnlyList<int> ThreadsOf(string provider) =>
        [.. _threads.Where(one => one.Provider == provider).Select(one => one.ThreadId)];

    private static void Increment(Dictionary<string, long> counts, string key) =>
        counts[key] = counts.GetValueOrDefault(key) + 1;

    private void Count(TraceEvent found)
    {
        double milliseconds = found.TimeStampRelativeMSec;
        FirstMilliseconds = Math.Min(FirstMilliseconds, milliseconds);
        LastMilliseconds = Math.Max(LastMilliseconds, milliseconds);
        EventCount++;
        _threads.Add((found.ProviderName, found.ThreadID));
        Increment(_countByProvider, found.ProviderName);
        Increment(_countByEvent, $"{found.ProviderName}/{found.EventName}");
        switch (found.ProviderName, found.EventName)
        {
            case ("Contrail-Target-Heartbeat", "Beat"):
                long number = (long)found.PayloadByName("number");
                _heartbeats.Add(new Heartbeat(number, (long)found.PayloadByName("stopwatchTicks"), milliseconds));
                break;
            case ("Contrail-Target-Threads", "Lived"):
                _lives.Add(((int)found.PayloadByName("number"), found.ThreadID));
                break;
            case ("Contrail-Target-Flood", "Drop"):
                FloodNumbers.Add(_floodByThread, (long)found.PayloadByName("number"));
                break;
        }
    }
}
