using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Names the stacks of the current region of a file. Addresses are used again, so a stack is named for a moment; the
/// result is used for later events as long as all its addresses have the same names. Not safe for concurrent use.
/// </summary>
/// <param name="symbols">The code that the file names.</param>
/// <param name="table">The stacks of the whole file.</param>
/// <param name="pointerBytes">Size of an address in bytes.</param>
/// <param name="code">The code of several processes, in files of version 6; null for none.</param>
/// <param name="maxAddressBytes">Maximum size of the addresses of a region; further stacks are counted only.</param>
internal sealed class RegionStacks(
    SymbolTable symbols,
    StackTable table,
    int pointerBytes,
    UniversalCode? code = null,
    long maxAddressBytes = RegionStacks.MaxAddressBytes)
{
    /// <summary>The runtime starts a new region after 10 MiB of its buffers: some thousands of stacks.</summary>
    private const int MaxStacks = 1_000_000;

    /// <summary>More than the code of a process has on its stacks.</summary>
    private const int MaxFrames = 500_000;

    /// <summary>Processes whose frames are remembered; naming one again is correct, only slower.</summary>
    private const int MaxProcesses = 64;

    /// <summary>Deeper stacks are cut at their outer end; the runtime writes at most 100 frames.</summary>
    private const int MaxDepth = 1_000;

    /// <summary>The usual limit of the addresses of a region.</summary>
    private const long MaxAddressBytes = 64 << 20;

    private readonly Dictionary<int, Entry> _stacks = [];
    private readonly Dictionary<int, Dictionary<ulong, Named>> _framesOf = [];
    private readonly List<int> _frameIds = [];
    private readonly MethodFrames _methods = new();
    private Dictionary<ulong, Named> _frames = [];
    private long _addressBytes;

    /// <summary>The process whose stacks are named next: addresses are those of a process. 0 if there is only one.
    /// </summary>
    public int ProcessId
    {
        get;
        set
        {
            if (field != value)
            {
                if (_framesOf.Count >= MaxProcesses)
                {
                    _framesOf.Clear();
                }

                _framesOf[field] = _frames;
                field = value;
                _frames = _framesOf.TryGetValue(value, out Dictionary<ulong, Named>? known) ? known : [];
            }
        }
    }

    /// <summary>How often a stack was named.</summary>
    public long NamedCount { get; private set; }

    /// <summary>The table that has the stacks of the whole file.</summary>
    public StackTable Table => table;

    /// <summary>Adds the stacks of a block.</summary>
    public void AddBlock(ReadOnlySpan<byte> block)
    {
        StackBlockReader reader = new(block);
        while (reader.MoveNext() && _stacks.Count < MaxStacks)
        {
            ReadOnlySpan<byte> addresses = reader.Addresses;
            addresses = addresses[..Math.Min(addresses.Length, MaxDepth * pointerBytes)];
            if (_addressBytes + addresses.Length > maxAddressBytes)
            {
                table.AddRejected();
                continue;
            }

            _addressBytes += addresses.Length;
            _stacks[reader.Id] = new Entry(addresses.ToArray());
        }
    }

    /// <summary>Forgets all stacks: the ids begin again.</summary>
    public void Clear()
    {
        _stacks.Clear();
        _addressBytes = 0;
    }

    /// <summary>The stack of an event; none if the file does not contain it.</summary>
    /// <param name="stackId">The id in this region.</param>
    /// <param name="at">When the event happened.</param>
    public StackId Find(int stackId, TraceTicks at)
    {
        if (!_stacks.TryGetValue(stackId, out Entry? entry))
        {
            return StackId.None;
        }

        if (!entry.IsNamedAt(at) || entry.ProcessId != ProcessId)
        {
            Name(entry, at);
        }

        return entry.Stack;
    }

    /// <summary>The stack of some addresses, innermost first; those of 0 are left out.</summary>
    /// <param name="addresses">Addresses in code.</param>
    /// <param name="at">When the code was there.</param>
    public StackId Find(ReadOnlySpan<ulong> addresses, TraceTicks at)
    {
        _frameIds.Clear();
        foreach (ulong address in addresses)
        {
            if (address != 0)
            {
                _frameIds.Add(FrameOf(address, at).FrameId);
            }
        }

        return table.Add(CollectionsMarshal.AsSpan(_frameIds));
    }

    private void Name(Entry entry, TraceTicks at)
    {
        NamedCount++;
        entry.ProcessId = ProcessId;
        _frameIds.Clear();
        entry.Since = new TraceTicks(long.MinValue);
        entry.Until = new TraceTicks(long.MaxValue);
        int depth = entry.Addresses.Length / pointerBytes;
        for (int index = 0; index < depth; index++)
        {
            Named named = FrameOf(Address(entry.Addresses, index), at);
            entry.Since = named.Since > entry.Since ? named.Since : entry.Since;
            entry.Until = named.Until < entry.Until ? named.Until : entry.Until;
            _frameIds.Add(named.FrameId);
        }

        entry.Stack = table.Add(CollectionsMarshal.AsSpan(_frameIds));
    }

    private Named FrameOf(ulong address, TraceTicks at)
    {
        if (_frames.TryGetValue(address, out Named known) && known.IsValidAt(at))
        {
            return known;
        }

        if (_frames.Count >= MaxFrames)
        {
            _frames.Clear();
        }

        CodeSymbol symbol = symbols.Find(address, at);

        // Methods are described without a process: in a file of several, the code of the process comes first.
        bool isMethod = symbol.Method is not null && ProcessId == 0;
        StackFrame? described = code is null || isMethod ? null : UniversalFrames.FrameAt(code, ProcessId, address);
        StackFrame frame = described
            ?? (symbol.Method is { } method ? _methods.FrameOf(method) : StackFrame.At(address));
        bool isWhole = described is not null && ProcessId != 0;
        Named named = isWhole
            ? new Named(table.AddFrame(frame), new TraceTicks(long.MinValue), new TraceTicks(long.MaxValue))
            : new Named(table.AddFrame(frame), at, symbol.Until);
        _frames[address] = named;
        return named;
    }

    private ulong Address(byte[] addresses, int index)
    {
        ReadOnlySpan<byte> address = addresses.AsSpan(index * pointerBytes);
        return pointerBytes == sizeof(ulong)
            ? BinaryPrimitives.ReadUInt64LittleEndian(address)
            : BinaryPrimitives.ReadUInt32LittleEndian(address);
    }

    private readonly record struct Named(int FrameId, TraceTicks Since, TraceTicks Until)
    {
        public bool IsValidAt(TraceTicks at) => at >= Since && at <= Until;
    }

    private sealed class Entry(byte[] addresses)
    {
        private bool _isNamed;

        public byte[] Addresses { get; } = addresses;

        public StackId Stack
        {
            get;
            set
            {
                field = value;
                _isNamed = true;
            }
        }

        public int ProcessId { get; set; }

        public TraceTicks Since { get; set; }

        public TraceTicks Until { get; set; }

        public bool IsNamedAt(TraceTicks at) => _isNamed && at >= Since && at <= Until;
    }
}
