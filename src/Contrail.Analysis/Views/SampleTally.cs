using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.Views;

/// <summary>
/// Counts where samples were. Names may stand behind the samples, and addresses are used again: so each sample is
/// kept with its time until the file has been read. Not safe for concurrent use.
/// </summary>
internal sealed class SampleTally
{
    /// <summary>32 MiB; ten busy threads give as many in some twenty minutes.</summary>
    private const int MaxSamples = 1_000_000;

    /// <summary>The runtime begins a new region after 10 MiB of its buffers: some thousands of stacks.</summary>
    private const int MaxStacks = 1_000_000;

    private const long MaxSymbolBytes = 64 << 20;
    private const int MaxMethods = 20;
    private const uint TypeExternal = 1;
    private const uint TypeManaged = 2;

    private static readonly EventField SampleType = new("Type", RuntimeEventTable.ThreadSample);

    private readonly SymbolTable _symbols = new(MaxSymbolBytes);
    private readonly Dictionary<int, InnermostFrames> _innermost = [];
    private readonly List<(InnermostFrames Frames, TraceTicks At)> _managedSamples = [];
    private readonly List<(InnermostFrames Frames, TraceTicks At)> _externalSamples = [];
    private long _count;
    private long _managed;
    private long _external;
    private long _managedWithoutStack;
    private long _externalWithoutStack;

    public void OnFrame(NetTraceFrameKind kind, ReadOnlySpan<byte> payload, TraceObject trace)
    {
        if (kind == NetTraceFrameKind.SequencePoint)
        {
            _innermost.Clear();
        }
        else if (kind == NetTraceFrameKind.Stacks)
        {
            AddStacks(payload, trace.PointerBytes);
        }
    }

    /// <summary>Adds an event of the runtime, live or of a rundown, that can describe code.</summary>
    public void AddSymbol(SymbolOrigin origin, MetadataRow row, in EventBlockReader current)
    {
        // A rundown is last in a file: without a sample before it, its names are not needed.
        if (origin == SymbolOrigin.Live || _count > 0)
        {
            _symbols.Add(new SymbolEvent(origin, row.EventId, row.Version, current.At, current.Payload));
        }

        if (origin == SymbolOrigin.Rundown)
        {
            _symbols.EntryPointsTrusted = true;
        }
    }

    public void Add(in EventBlockReader current, TraceObject trace)
    {
        _count++;
        uint type = EventPayload.TryRead(
            RuntimeEventTable.ThreadSample.Layout(0)!, current.Payload, trace.PointerBytes, out EventPayload sample)
            ? sample.Number32(SampleType)
            : 0;
        bool hasStack = _innermost.TryGetValue(current.StackId, out InnermostFrames frames);
        if (type == TypeManaged)
        {
            _managed++;
            _managedWithoutStack += hasStack ? 0 : 1;
            Keep(_managedSamples, hasStack, frames, current.At);
        }
        else if (type == TypeExternal)
        {
            _external++;
            _externalWithoutStack += hasStack ? 0 : 1;
            Keep(_externalSamples, hasStack, frames, current.At);
        }
    }

    /// <summary>What there was; null if there was no sample.</summary>
    public SampleSummary? Conclude()
    {
        if (_count == 0)
        {
            return null;
        }

        // Some runtimes mark no sample as managed: then all are counted, since nothing separates those that waited.
        bool isManaged = _managed > 0;
        long unnamed = isManaged ? _managedWithoutStack : _externalWithoutStack;
        TopTally<string> methods = new(MaxSamples);
        foreach ((InnermostFrames frames, TraceTicks at) in isManaged ? _managedSamples : _externalSamples)
        {
            if (frames.NameOf(_symbols, at) is { } name)
            {
                methods.Add(FileText.ShortenName(name));
            }
            else
            {
                unnamed++;
            }
        }

        return new SampleSummary
        {
            Count = _count,
            ManagedCount = _managed,
            ListedCount = isManaged ? _managed : _external,
            TopMethods = [.. methods.Top(MaxMethods).Select(top => new NamedCount(top.Key, top.Count))],
            UnnamedCount = unnamed,
        };
    }

    private void Keep(
        List<(InnermostFrames Frames, TraceTicks At)> samples, bool hasStack, InnermostFrames frames, TraceTicks at)
    {
        if (hasStack && _managedSamples.Count + _externalSamples.Count < MaxSamples)
        {
            samples.Add((frames, at));
        }
    }

    private void AddStacks(ReadOnlySpan<byte> payload, int pointerBytes)
    {
        StackBlockReader reader = new(payload);
        while (reader.MoveNext() && _innermost.Count < MaxStacks)
        {
            if (reader.Addresses.Length >= pointerBytes)
            {
                _innermost[reader.Id] = InnermostFrames.Read(reader.Addresses, pointerBytes);
            }
        }
    }
}
