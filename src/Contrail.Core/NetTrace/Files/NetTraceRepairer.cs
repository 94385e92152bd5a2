using System.Buffers;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Files;

/// <summary>
/// Repairs a nettrace 4 file: intact frames are copied unchanged, padded for their new place; of a damaged block, the
/// part before the damage; then a sequence point with every thread's last number, an event that reports the repair, and
/// the end mark. Holds one frame at a time.
/// </summary>
internal sealed class NetTraceRepairer : ITraceRepairer, IFrameConsumer
{
    private readonly FrameLoop _loop;
    private readonly NetTraceStreamWriter _writer;
    private readonly Func<TraceFault, string> _describe;
    private readonly FrameSalvage _salvage = new();
    private readonly NetTraceTail _tail = new();
    private TraceObject? _trace;
    private int _damagedBytes;

    /// <param name="target">Where the repaired file is written.</param>
    /// <param name="describe">Describes the damage in the event that reports the repair.</param>
    public NetTraceRepairer(IBufferWriter<byte> target, Func<TraceFault, string> describe)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(describe);
        _describe = describe;
        _writer = new NetTraceStreamWriter(target);
        _loop = new FrameLoop(new NetTraceSplitter(), this, NetTraceSplitter.MaxFrameBytes + 64);
    }

    /// <inheritdoc/>
    public Span<byte> Room() => _loop.Room();

    /// <inheritdoc/>
    public bool Advance(int filledBytes)
    {
        if (_loop.Advance(filledBytes) != SplitStatus.NeedMore)
        {
            // The damaged block is not intact; where no block could be framed, the search begins with its first byte.
            _loop.Skip(_damagedBytes);
            _damagedBytes = 0;
            _tail.Add(_loop.Pending);
            _loop.SkipPending();
        }

        // The bytes after the damage are not kept; their number, and the intact parts in them, are reported.
        return true;
    }

    /// <inheritdoc/>
    public TraceRepair Conclude()
    {
        TraceFault? fault = _loop.Status != SplitStatus.NeedMore ? _loop.Fault
            : _loop.Pending.Length > 0 || _loop.Offset == 0 ? TraceFaultCode.EndsInsideFrame
            : TraceFaultCode.EndMarkMissing;
        _tail.Complete();
        bool isNothing = _trace is null;
        TraceRepair repair = new()
        {
            Refusal = isNothing ? (_loop.Bytes == 0 ? TraceFaultCode.Empty : fault) : null,
            WasComplete = _loop.Status == SplitStatus.End && _salvage.DefinitionsDropped == 0
                && _trace is null or { IsUtcKnown: true },
            SourceBytes = _loop.Bytes,
            TornAt = _loop.Offset + (_loop.Status == SplitStatus.End ? 1 : 0),
            Fault = fault,
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

    bool IFrameConsumer.TryTake(in Frame frame, out TraceFault? fault)
    {
        fault = Take(frame);
        _damagedBytes = fault is null ? 0 : frame.WholeBytes;
        return fault is null;
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
