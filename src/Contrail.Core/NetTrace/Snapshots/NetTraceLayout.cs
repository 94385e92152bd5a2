using Contrail.Core.Bytes;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Snapshots.Lanes;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;

namespace Contrail.Core.NetTrace.Snapshots;

/// <summary>
/// Lays a frozen ring out as a nettrace file: trace object, metadata rows, the position of each thread, then region by
/// region its stacks, its symbol events and its blocks; at the end what is loaded, the process and the manifest. One
/// instance for each file.
/// </summary>
/// <remarks>docs/formats/nettrace.md describes which reader needs what, and the reason for the order.</remarks>
internal sealed class NetTraceLayout
{
    private readonly NetTraceFrozenState _carry;
    private readonly TraceObject _trace;
    private readonly FrozenRing _ring;
    private readonly SymbolSelection _symbols;
    private readonly NetTraceWriter _writer = new();
    private readonly MetadataBlockBuilder _metadata;
    private readonly EventBlockBuilder _own = new(OwnEvents.CaptureThreadId);
    private readonly LaneLayout _lanes;
    private EarlierFigures? _earlier;
    private readonly IdRemap? _remap;
    private readonly List<(NetTraceFrameKind Kind, ReadOnlyMemory<byte> Payload)> _body = [];
    private readonly TraceTicks _start;
    private int _symbolIndex;

    private NetTraceLayout(
        FrozenRing ring, NetTraceFrozenState carry, TraceObject trace, SymbolSelection symbols)
    {
        _ring = ring;
        _carry = carry;
        _trace = trace;
        _symbols = symbols;
        _start = ring.FirstMoment;
        _metadata = new MetadataBlockBuilder(carry.RowIdLast);
        _lanes = new LaneLayout(ring, _metadata);
        bool keepsIds = !carry.HasLaterIncarnations
            && ring.GenerationsOldestFirst.All(generation => StateOf(generation).ChangedIds is null);
        _remap = keepsIds ? null : new IdRemap(carry.AtStart);
    }

    public static NetTraceWriter Lay(
        FrozenRing ring,
        NetTraceFrozenState carry,
        TraceObject trace,
        SymbolSelection symbols,
        IReadOnlyList<NativeMapping> native,
        SnapshotManifest manifest)
    {
        NetTraceLayout layout = new(ring, carry, trace, symbols);
        foreach (MetadataRow row in carry.Rows)
        {
            layout._metadata.Add(row);
        }

        layout.AddBegin();
        layout.AddNative(native);
        layout.AddRegions();
        layout.AddEnd(manifest);
        return layout.Write();
    }

    private void AddBegin()
    {
        _earlier = EarlierFigures.Of(_ring, _metadata);
        foreach (RetainedEvent retained in _carry.RetainedEvents)
        {
            _own.Add(retained.MetadataId, retained.ThreadId, _start, retained.Payload);
        }

        foreach (RetainedEvent wait in OpenWaits())
        {
            _own.Add(wait.MetadataId, wait.ThreadId, _start, wait.Payload);
        }

        AddSymbols(_symbols.AtStart);
        TakeOwnBlocks();
    }

    private void AddNative(IReadOnlyList<NativeMapping> native)
    {
        foreach ((OwnEvent kind, byte[] payload) in NativeCodeEvents.Of(native))
        {
            _own.Add(_metadata.OwnId(kind), 0, _start, payload);
        }

        TakeOwnBlocks();
    }

    // For a thread that wrote in the window, its own events there show how the wait ended.
    private IEnumerable<RetainedEvent> OpenWaits()
    {
        HashSet<ThreadIncarnationId> writers =
            [.. _ring.GenerationsOldestFirst.SelectMany(generation => StateOf(generation).Marks)
                .Select(mark => mark.Incarnation)];
        return _carry.Waits.Where(wait => !writers.Contains(wait.Incarnation)).Select(wait => wait.Start);
    }

    // Readers accept the first number of a thread as it is, so losses before it are written for a thread that does not
    // exist: its position is 1, and directly after that higher by the number of lost events.
    private IEnumerable<byte[]> StartingPoints()
    {
        long lateLostCount = _ring.GenerationsOldestFirst.Sum(generation => StateOf(generation).LateLostCount);
        List<(ulong, uint)> threads =
            [.. _carry.AtStart.Select(start => (start.Incarnation.CaptureId, start.SequenceNumber))];
        if (lateLostCount > 0)
        {
            yield return SequencePoint.Build(_start, [(OwnEvents.LateLossThreadId, 1)]);
            threads.Add((OwnEvents.LateLossThreadId, (uint)Math.Min(1 + lateLostCount, int.MaxValue)));
        }

        yield return SequencePoint.Build(_start, threads);
    }

    private void AddRegions()
    {
        List<TraceTicks> ends = [.. RegionEnds()];
        Dictionary<long, StoredRun> stacks = LongestStacks();
        long region = StateOf(_ring.GenerationsOldestFirst[0]).FirstRegion;
        int endIndex = 0;
        AddRegionStart(stacks, region, ends, endIndex);
        foreach ((RowIds? changedIds, StoredFrame frame) in Frames())
        {
            NetTraceFrameKind kind = (NetTraceFrameKind)frame.Kind;
            if (kind == NetTraceFrameKind.Events)
            {
                _body.Add((kind, _remap?.Events(frame.Bytes, changedIds) ?? frame.Bytes));
                continue;
            }

            _body.Add((kind, _remap?.Point(frame.Bytes) ?? frame.Bytes));
            AddRegionStart(stacks, ++region, ends, ++endIndex);
        }
    }

    // Stacks before any event that uses them; symbol events in the region in which they happened, because readers
    // sort by time only within a region.
    private void AddRegionStart(
        Dictionary<long, StoredRun> stacks, long region, List<TraceTicks> ends, int endIndex)
    {
        if (stacks.TryGetValue(region, out StoredRun? run))
        {
            foreach (StoredFrame block in run.Frames)
            {
                _body.Add((NetTraceFrameKind.Stacks, block.Bytes));
            }
        }

        TraceTicks end = endIndex < ends.Count ? ends[endIndex] : new TraceTicks(long.MaxValue);
        int first = _symbolIndex;
        while (_symbolIndex < _symbols.InWindow.Count && _symbols.InWindow[_symbolIndex].At < end)
        {
            _symbolIndex++;
        }

        AddSymbols(_symbols.InWindow.Skip(first).Take(_symbolIndex - first));
        TakeOwnBlocks();
        _body.AddRange(_lanes.TakeUntil(end));
    }

    private void AddEnd(SnapshotManifest manifest)
    {
        (ulong, uint)[] threads = [.. (_remap?.Alive() ?? [.. _carry.AtEnd]).Select(
            end => (end.Incarnation.CaptureId, end.SequenceNumber))];
        _body.Add((NetTraceFrameKind.SequencePoint, SequencePoint.Build(_ring.End, threads)));
        AddSymbols(_symbols.AtEnd);
        _own.Add(
            _metadata.OwnId(OwnEvents.ProcessInfo), 0, _ring.End, OwnEvents.ProcessInfoPayload(manifest.Process));
        foreach (byte[] part in OwnEvents.ManifestPayloads(SnapshotManifestJson.Write(manifest)))
        {
            _own.Add(_metadata.OwnId(OwnEvents.Manifest), 0, _ring.End, part);
        }

        TakeOwnBlocks();
    }

    private NetTraceWriter Write()
    {
        TraceTicks begin = _earlier!.First ?? _start;
        _writer.Begin(_trace.Rebase(begin));
        foreach (byte[] block in _metadata.Build(begin))
        {
            _writer.Block(NetTraceFrameKind.Metadata, block);
        }

        foreach ((NetTraceFrameKind kind, ReadOnlyMemory<byte> payload) in _earlier.Frames)
        {
            _writer.Block(kind, payload);
        }

        // The position of each thread at the start of the body.
        foreach (byte[] point in StartingPoints())
        {
            _writer.Block(NetTraceFrameKind.SequencePoint, point);
        }

        foreach ((NetTraceFrameKind kind, ReadOnlyMemory<byte> payload) in _body)
        {
            _writer.Block(kind, payload);
        }

        _writer.End();
        return _writer;
    }

    private void AddSymbols(IEnumerable<SelectedSymbol> symbols)
    {
        foreach (SelectedSymbol symbol in symbols)
        {
            // A payload beyond the limit was an event beyond the limit: readers could not have read it either.
            if (symbol.Payload.Length <= EventBlockBuilder.MaxPayloadBytes)
            {
                bool isLive = symbol.Origin == SymbolOrigin.Live;
                string provider = isLive ? RuntimeProvider.Name : RuntimeProvider.RundownName;
                OwnEvent described = new(provider, symbol.EventId, symbol.Version, "", 0, 4, []);
                _own.Add(_metadata.OwnId(described), 0, symbol.At, symbol.Payload.Span);
            }
        }
    }

    private void TakeOwnBlocks()
    {
        foreach (ReadOnlyMemory<byte> block in _own.TakeBlocks())
        {
            _body.Add((NetTraceFrameKind.Events, block));
        }
    }

    private IEnumerable<(RowIds? ChangedIds, StoredFrame Frame)> Frames() => _ring.GenerationsOldestFirst.SelectMany(
        generation => generation.Frames.Frames.Select(frame => (StateOf(generation).ChangedIds, frame)));

    private IEnumerable<TraceTicks> RegionEnds()
    {
        foreach ((_, StoredFrame frame) in Frames())
        {
            if ((NetTraceFrameKind)frame.Kind == NetTraceFrameKind.SequencePoint
                && TryReadAt(frame.Bytes, out TraceTicks at))
            {
                yield return at;
            }
        }
    }

    private static NetTraceGenerationState StateOf(FrozenGeneration generation) =>
        (NetTraceGenerationState)generation.Source.Carry;

    private static bool TryReadAt(ReadOnlyMemory<byte> block, out TraceTicks at)
    {
        bool read = SequencePoint.TryRead(block.Span, out SequencePoint point);
        at = point.At;
        return read;
    }

    // A region in several generations was pinned by each of them, and grew in between.
    private Dictionary<long, StoredRun> LongestStacks()
    {
        Dictionary<long, StoredRun> longest = [];
        foreach (FrozenGeneration generation in _ring.GenerationsOldestFirst)
        {
            foreach ((long number, StoredRun stacks) in ((PinnedRegions)generation.Pinned).Regions)
            {
                longest[number] = stacks;
            }
        }

        return longest;
    }
}
