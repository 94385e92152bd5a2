using System.Buffers.Binary;
using Contrail.Core.Decoding;
using Contrail.Core.Formats;
using Contrail.Core.Formats.NetTrace;
using Contrail.Core.Symbols;

namespace Contrail.Analysis.Views;

/// <summary>
/// Counts where samples were. Names may stand behind the samples, and addresses are used again: so each sample is
/// kept with its time until the file has been read. Not safe for concurrent use.
/// </summary>
internal sealed class SampleTally
{
    /// <summary>16 MiB; ten busy threads give as many in some twenty minutes.</summary>
    private const int SamplesMax = 1_000_000;

    /// <summary>The runtime begins a new region after 10 MiB of its buffers: some thousands of stacks.</summary>
    private const int StacksMax = 1_000_000;

    private const long SymbolBytesMax = 64 << 20;
    private const int MethodsMax = 20;
    private const int TypeManaged = 2;

    private readonly SymbolTable _symbols = new(SymbolBytesMax);
    private readonly Dictionary<int, ulong> _innermost = [];
    private readonly List<(ulong Address, TraceTicks At)> _samples = [];
    private long _count;
    private long _managed;
    private long _unnamed;

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

    /// <summary>Takes in an event of the runtime, live or of a rundown, that may tell of code.</summary>
    public void AddSymbol(SymbolOrigin origin, MetadataRow row, in EventBlockReader current)
    {
        // A rundown comes last: if nothing was sampled until then, nobody will ask for its names.
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
        bool isManaged = EventPayload.TryRead(
            RuntimeLayouts.ThreadSample, current.Payload, trace.PointerBytes, out EventPayload sample)
            && sample.Number32("Type") == TypeManaged;
        if (!isManaged)
        {
            return;
        }

        _managed++;
        if (!_innermost.TryGetValue(current.StackId, out ulong address))
        {
            _unnamed++;
        }
        else if (_samples.Count < SamplesMax)
        {
            _samples.Add((address, current.At));
        }
    }

    /// <summary>What there was; null if there was no sample.</summary>
    public SampleSummary? Conclude()
    {
        if (_count == 0)
        {
            return null;
        }

        TopTally<string> methods = new(SamplesMax);
        foreach ((ulong address, TraceTicks at) in _samples)
        {
            if (_symbols.NameOf(address, at) is { } name)
            {
                methods.Add(FileText.Shorten(name));
            }
            else
            {
                _unnamed++;
            }
        }

        return new SampleSummary
        {
            Count = _count,
            ManagedCount = _managed,
            TopMethods = [.. methods.Top(MethodsMax).Select(top => new NamedCount(top.Key, top.Count))],
            UnnamedCount = _unnamed,
        };
    }

    private void AddStacks(ReadOnlySpan<byte> payload, int pointerBytes)
    {
        StackBlockReader reader = new(payload);
        while (reader.MoveNext() && _innermost.Count < StacksMax)
        {
            if (reader.Addresses.Length >= pointerBytes)
            {
                _innermost[reader.Id] = pointerBytes == sizeof(ulong)
                    ? BinaryPrimitives.ReadUInt64LittleEndian(reader.Addresses)
                    : BinaryPrimitives.ReadUInt32LittleEndian(reader.Addresses);
            }
        }
    }
}
