using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Observing;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Recording;

/// <content>Streams that follow each other in one recording.</content>
internal sealed partial class NetTraceFormat
{
    /// <summary>
    /// How much later an event may be in the next stream than in the one before: the runtime writes both within a
    /// microsecond, unless the thread is preempted in between.
    /// </summary>
    private const int MinCopiesPerSecond = 50;

    /// <inheritdoc/>
    public void ExpectStream(TraceTicks? opensAfter) => _overlap.Expect(opensAfter);

    /// <inheritdoc/>
    public void EndStream(TraceTicks at, IFrameStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (Trace is not null)
        {
            // A sequence point without threads ends all incarnations, and the region: the next stream counts its
            // events, and its stacks, from 1.
            AcceptSequencePoint(
                new Frame((int)NetTraceFrameKind.SequencePoint, SequencePoint.Build(at, []), wholeBytes: 0), store);
        }
    }

    /// <inheritdoc/>
    public void BeginStream()
    {
        _splitter = new NetTraceSplitter();
        _union.EndStream();
        _rows = new MetadataRows(_maxRowBytes);
        _ids = new RowIds();
        _tapped = _tap is null ? null : new TappedRows(_tap);
        _traceSeen = false;
        _milestones?.MissEvents();
        _overlap.Turn();
    }

    private TraceFault? AcceptTrace(in Frame frame)
    {
        if (_traceSeen || !TraceObject.TryRead(frame.Payload, out TraceObject? trace))
        {
            return TraceFaultCode.TraceUnreadable;
        }

        if (_processId is { } expected && trace!.ProcessId != expected)
        {
            return new TraceFault(TraceFaultCode.ProcessUnexpected, Number: trace.ProcessId, Other: expected);
        }

        bool sameSource = Trace is not { } first || (first.ProcessId == trace!.ProcessId
            && first.TicksPerSecond == trace.TicksPerSecond && first.PointerBytes == trace.PointerBytes);
        if (!sameSource)
        {
            return TraceFaultCode.ProcessChanged;
        }

        Trace ??= trace;
        _traceSeen = true;
        return null;
    }

    private TraceFault? AcceptMetadata(in Frame frame)
    {
        int knownCount = _rows.InOrder.Count;
        if (!_rows.TryAdd(frame.Payload))
        {
            return _rows.IsOverfull
                ? TraceFaultCode.MetadataExceedsMemory
                : TraceFaultCode.MetadataUnreadable;
        }

        for (int index = knownCount; index < _rows.InOrder.Count && _union.IdLast <= RowUnion.MaxId; index++)
        {
            MetadataRow row = _rows.InOrder[index];
            _ids.Add(row.Id, _union.IdOf(row));
        }

        return _union.IdLast > RowUnion.MaxId ? TraceFaultCode.MetadataExceedsIds : null;
    }

    private TraceFault? AcceptOverlapping(ReadOnlySpan<byte> block, in EventBlockHeader header, IFrameStore store)
    {
        IReadOnlyList<byte[]>? kept = _overlap.Strip(block, header, _ids, _sequences, out bool isSound);
        if (kept is null)
        {
            return AcceptEvents(block, header, store);
        }

        foreach (byte[] part in kept)
        {
            EventBlockHeader.TryRead(part, out EventBlockHeader partHeader);
            if (AcceptEvents(part, partHeader, store) is { } fault)
            {
                return fault;
            }
        }

        return isSound ? ThreadFault : TraceFaultCode.EventUnreadable;
    }
}
