using System.Buffers;
using Contrail.Core.Bytes;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Files;

/// <summary>
/// Repairs a nettrace 4 file: intact frames are copied unchanged, padded for their new place; of a damaged block, the
/// part before the damage; then a sequence point with every thread's last number, an event that reports the repair, and
/// the end mark. Holds one frame at a time.
/// </summary>
internal sealed class NetTraceRepairer : ITraceRepairer
{
    private readonly NetTraceSplitter _splitter = new();
    private readonly FillBuffer _buffer = new(NetTraceReader.BufferBytes, NetTraceSplitter.MaxFrameBytes + 64);
    private readonly NetTraceStreamWriter _writer;
    private readonly Func<TraceFault, string> _describe;
    private readonly FrameSalvage _salvage = new();
    private readonly NetTraceTail _tail = new();
    private SplitStatus _status = SplitStatus.NeedMore;
    private TraceObject? _trace;
    private TraceFault? _fault;
    private long _bytes;

    /// <param name="target">Where the repaired file is written.</param>
    /// <param name="describe">Describes the damage in the event that reports the repair.</param>
    public NetTraceRepairer(IBufferWriter<byte> target, Func<TraceFault, string> describe)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(describe);
        _describe = describe;
        _writer = new NetTraceStreamWriter(target);
    }

    /// <inheritdoc/>
    public Span<byte> Room() => _buffer.Room();

    /// <inheritdoc/>
    public bool Advance(int filledBytes)
    {
        _bytes += filledBytes;
        _buffer.Advance(filledBytes);
        while (_status == SplitStatus.NeedMore && TryTakeFrame())
        {
            // Each turn takes one frame.
        }

        if (_status != SplitStatus.NeedMore)
        {
            _tail.Add(_buffer.Filled);
            _buffer.Take(_buffer.Filled.Length);
        }

        // The bytes after the damage are not kept; their number, and the intact parts in them, are reported.
        return true;
    }

    /// <inheritdoc/>
    public TraceRepair Conclude()
    {
        if (_status == SplitStatus.NeedMore)
        {
            _fault = _buffer.Filled.Length > 0 || _splitter.StreamOffset == 0
                ? TraceFaultCode.EndsInsideFrame
                : TraceFaultCode.EndMarkMissing;
        }

        _tail.Complete();
        bool isNothing = _trace is null;
        TraceRepair repair = new()
        {
            Refusal = isNothing ? (_bytes == 0 ? TraceFaultCode.Empty : _fault) : null,
            WasComplete = _status == SplitStatus.End && _salvage.DefinitionsDropped == 0
                && _trace is null or { IsUtcKnown: true },
            SourceBytes = _bytes,
            TornAt = _splitter.StreamOffset + (_status == SplitStatus.End ? 1 : 0),
            Fault = _fault,
            Events = _salvage.EventCount,
            DefinitionsDropped = _salvage.DefinitionsDropped,
            EventsDropped = _salvage.EventsDropped,
            SoundPartsDropped = _tail.BlockCount,
            DroppedCountsAreMinimums = _tail.IsCutShort,
            SoundBytesDropped = _tail.BlockBytes,
            TracesDropped = _tail.TraceCount,
            TimeReplacedBy = _trace is { IsUtcKnown: false } replaced ? replaced.Utc : null,
        };
        if (!isNothing && !repair.WasComplete)
        {
            WriteRepaired(repair);
        }

        _writer.End();
        return repair;
    }

    private bool TryTakeFrame()
    {
        SplitStatus split = _splitter.Split(_buffer.Filled, out Frame frame, out int bytesNeeded);
        if (split == SplitStatus.NeedMore && _buffer.TryReserve(bytesNeeded))
        {
            return false;
        }

        TraceFault? fault = split == SplitStatus.Complete ? Take(frame) : _splitter.Fault;
        if (split != SplitStatus.Complete || fault is not null)
        {
            _status = split == SplitStatus.Complete ? SplitStatus.Malformed : split;
            _fault = fault;

            // The damaged block is not intact; where no block could be framed, the search begins with its first byte.
            _buffer.Take(split == SplitStatus.Complete ? frame.WholeBytes : 0);
            return false;
        }

        _splitter.Take(frame);
        _buffer.Take(frame.WholeBytes);
        return true;
    }

    // Returns the frame's fault; the part before the damage is written.
    private TraceFault? Take(in Frame frame)
    {
        NetTraceFrameKind kind = (NetTraceFrameKind)frame.Kind;
        if (kind == NetTraceFrameKind.StreamHeader)
        {
            _writer.StreamHeader();
            return null;
        }

        if (_trace is null)
        {
            return kind == NetTraceFrameKind.Trace ? TakeTrace(frame) : TraceFaultCode.TraceMissing;
        }

        if (kind == NetTraceFrameKind.Trace)
        {
            return TraceFaultCode.TraceRepeated;
        }

        TraceFault? fault = _salvage.Take(kind, frame.Payload);
        foreach (ReadOnlyMemory<byte> block in _salvage.Rewritten)
        {
            _writer.Block(kind, block.Span);
        }

        if (_salvage.IsVerbatim)
        {
            _writer.Block(kind, frame.Payload);
        }

        return fault;
    }

    private TraceFault? TakeTrace(in Frame frame)
    {
        if (!TraceObject.TryRead(frame.Payload, out _trace))
        {
            return TraceFaultCode.TraceUnreadable;
        }

        if (_trace!.IsUtcKnown)
        {
            _writer.Trace(frame.Payload);
        }
        else
        {
            byte[] payload = new byte[NetTraceObjects.TracePayloadBytes];
            _trace.Write(payload);
            _writer.Trace(payload);
        }

        return null;
    }

    private void WriteRepaired(TraceRepair repair)
    {
        TraceTicks at = _salvage.Latest ?? _trace!.SyncTicks;
        _writer.Block(NetTraceFrameKind.SequencePoint, SequencePoint.Build(at, _salvage.Sequences.Standing()));
        if (_salvage.Rows.FindFree() is not { } rowId)
        {
            // A file that uses every possible id has no room for an event that reports its repair.
            return;
        }

        MetadataBlockBuilder metadata = new(rowId - 1);
        int ownId = metadata.OwnId(OwnEvents.Repaired);
        EventBlockBuilder events = new(
            OwnEvents.CaptureThreadId, _salvage.Sequences.LastOf(OwnEvents.CaptureThreadId));
        events.Add(ownId, 0, at, OwnEvents.RepairedPayload(repair, repair.Fault is { } fault ? _describe(fault) : ""));
        foreach (byte[] block in metadata.Build(at))
        {
            _writer.Block(NetTraceFrameKind.Metadata, block);
        }

        foreach (ReadOnlyMemory<byte> block in events.TakeBlocks())
        {
            _writer.Block(NetTraceFrameKind.Events, block.Span);
        }
    }
}
