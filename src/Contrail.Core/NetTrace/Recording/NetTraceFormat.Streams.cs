using Contrail.Core.Formats;
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
        _traceSeen = false;
        _overlap.Turn();
    }

    private string AcceptTrace(in Frame frame)
    {
        if (_traceSeen || !TraceObject.TryRead(frame.Payload, out TraceObject? trace))
        {
            return "the trace object cannot be read";
        }

        if (_processId is { } expected && trace!.ProcessId != expected)
        {
            return $"the stream is of process {trace.ProcessId}, not of process {expected}";
        }

        bool sameSource = Trace is not { } first || (first.ProcessId == trace!.ProcessId
            && first.TicksPerSecond == trace.TicksPerSecond && first.PointerBytes == trace.PointerBytes);
        if (!sameSource)
        {
            return "the next stream is of another process";
        }

        Trace ??= trace;
        _traceSeen = true;
        return "";
    }

    private string AcceptMetadata(in Frame frame)
    {
        int knownCount = _rows.InOrder.Count;
        if (!_rows.TryAdd(frame.Payload))
        {
            return _rows.IsOverfull
                ? "the stream defines more kinds of events than fit into the memory limit"
                : "a metadata block cannot be read";
        }

        for (int index = knownCount; index < _rows.InOrder.Count && _union.IdLast <= RowUnion.MaxId; index++)
        {
            MetadataRow row = _rows.InOrder[index];
            _ids.Add(row.Id, _union.IdOf(row));
        }

        return _union.IdLast > RowUnion.MaxId ? "the streams define more kinds of events than possible" : "";
    }

    private string AcceptOverlapping(ReadOnlySpan<byte> block, in EventBlockHeader header, IFrameStore store)
    {
        IReadOnlyList<byte[]>? kept = _overlap.Strip(block, header, _ids, _sequences, out bool isSound);
        if (kept is null)
        {
            return AcceptEvents(block, header, store);
        }

        foreach (byte[] part in kept)
        {
            EventBlockHeader.TryRead(part, out EventBlockHeader partHeader);
            string fault = AcceptEvents(part, partHeader, store);
            if (fault.Length > 0)
            {
                return fault;
            }
        }

        return isSound ? ThreadFault : UnreadableEvents;
    }
}
