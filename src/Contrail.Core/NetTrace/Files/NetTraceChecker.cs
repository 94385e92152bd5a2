using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Files;

/// <summary>
/// Follows a stream frame by frame as readers do, and logs where they will fail or report something wrong. It keeps the
/// defined ids and the position of each thread, within limits. Not thread-safe.
/// </summary>
internal sealed partial class NetTraceChecker
{
    private readonly FindingLog _log;
    private readonly MetadataIds _rows = new();
    private readonly IdRanges _stacks = new();
    private readonly ReaderSequences _sequences = new();
    private bool _traceSeen;
    private long _payloadOffset;

    public NetTraceChecker(FindingLog log) => _log = log;

    /// <summary>Events that can be read, up to now.</summary>
    public long EventCount { get; private set; }

    /// <summary>Events that readers count as lost.</summary>
    public long EventsLost => _sequences.EventsLost;

    /// <param name="frame">The frame.</param>
    /// <param name="frameOffset">Where it begins in the file.</param>
    public void Check(in Frame frame, long frameOffset)
    {
        // One byte follows the payload in the frame, its end tag.
        _payloadOffset = frameOffset + frame.WholeBytes - 1 - frame.Payload.Length;
        NetTraceFrameKind kind = (NetTraceFrameKind)frame.Kind;
        if (kind is NetTraceFrameKind.StreamHeader)
        {
            return;
        }

        if (_traceSeen == (kind == NetTraceFrameKind.Trace))
        {
            TraceFault why = _traceSeen ? TraceFaultCode.TraceRepeated : TraceFaultCode.TraceMissing;
            _log.Add(TraceFaultCode.TraceUnreadable.At(frameOffset, why));
        }

        switch (kind)
        {
            case NetTraceFrameKind.Trace:
                CheckTrace(frame.Payload, frameOffset);
                break;
            case NetTraceFrameKind.Metadata:
                CheckMetadata(frame.Payload);
                break;
            case NetTraceFrameKind.Stacks:
                CheckStacks(frame.Payload);
                break;
            case NetTraceFrameKind.Events:
                CheckEvents(frame.Payload);
                break;
            default:
                CheckPoint(frame.Payload);
                break;
        }
    }

    private void CheckTrace(ReadOnlySpan<byte> payload, long frameOffset)
    {
        _traceSeen = true;
        if (!TraceObject.TryRead(payload, out TraceObject? trace))
        {
            _log.Add(TraceFaultCode.TraceUnreadable.At(frameOffset));
        }
        else if (!trace!.IsUtcKnown)
        {
            LogAt(TraceFaultCode.TraceTimeInvalid, 0);
        }
    }

    private void CheckMetadata(ReadOnlySpan<byte> block)
    {
        if (!TryReadHeader(block, out EventBlockHeader header))
        {
            return;
        }

        EventBlockReader reader = new(block, header);
        while (reader.MoveNext())
        {
            if (!MetadataRow.TryReadId(reader.Payload, out int id) || !MetadataIds.IsPossible(id))
            {
                LogAt(TraceFaultCode.MetadataUnreadable, reader.HeaderOffset);
                DefineAnyway(id);
            }
            else if (!_rows.TryDefine(id))
            {
                LogAt(TraceFaultCode.MetadataRepeated, reader.HeaderOffset);
            }
        }

        if (reader.Malformed)
        {
            LogAt(TraceFaultCode.MetadataUnreadable, reader.HeaderOffset);
        }
    }

    // One row is unreadable; its events are not undefined on top of that.
    private void DefineAnyway(int id)
    {
        if (MetadataIds.IsPossible(id))
        {
            _rows.TryDefine(id);
        }
    }

    private void CheckStacks(ReadOnlySpan<byte> block)
    {
        StackBlockReader reader = new(block);
        while (reader.MoveNext())
        {
            if (!_stacks.TryAdd(reader.Id))
            {
                LogAt(TraceFaultCode.StackRepeated, 0);
            }
        }

        if (reader.Malformed)
        {
            LogAt(TraceFaultCode.StacksUnreadable, 0);
        }

        if (_stacks.IsOverfull)
        {
            LogAt(TraceFaultCode.StacksNotFollowed, 0);
        }
    }

    private void CheckPoint(ReadOnlySpan<byte> block)
    {
        _stacks.Clear();
        if (!SequencePoint.TryRead(block, out SequencePoint point))
        {
            LogAt(TraceFaultCode.PointUnreadable, 0);
            return;
        }

        for (int index = 0; index < point.Count; index++)
        {
            (ulong threadId, uint sequence) = point[index];
            if (_sequences.FallsAtPoint(threadId, sequence))
            {
                LogAt(TraceFaultCode.SequenceBackwards, SequencePoint.HeaderBytes);
            }
        }
    }

    private bool TryReadHeader(ReadOnlySpan<byte> block, out EventBlockHeader header)
    {
        bool read = EventBlockHeader.TryRead(block, out header);
        if (!read)
        {
            LogAt(TraceFaultCode.BlockHeaderUnreadable, 0);
        }

        return read;
    }

    private void LogAt(TraceFaultCode kind, int offsetInPayload) =>
        _log.Add(kind.At(_payloadOffset + offsetInPayload));
}
