using System.Buffers.Binary;
using Contrail.Core.Bytes;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Reading;

/// <summary>
/// Reads the blocks of a nettrace 6 stream, resolves what its events refer to, and counts the events that are missing.
/// Never throws because of the bytes. Not safe for concurrent use.
/// </summary>
/// <param name="rows">Receives the metadata rows.</param>
/// <param name="consumer">Receives everything else.</param>
internal sealed class V6Stream(MetadataRows rows, IV6Consumer consumer)
{
    private const uint EndsThreadsFlag = 1, EndsRowsFlag = 2;
    private const int PointHeaderBytes = 16;

    private readonly V6Tables _tables = new(rows);
    private bool _traceSeen;
    private TraceTicks _sortedUpTo = new(long.MinValue);

    /// <summary>Events that the sequence numbers show to be missing.</summary>
    public long EventsLost { get; private set; }

    /// <summary>Reads a block.</summary>
    public void Read(NetTraceFrameKind kind, ReadOnlySpan<byte> block)
    {
        bool isTrace = kind == NetTraceFrameKind.Trace;
        if (_traceSeen == isTrace
            && !consumer.OnFault(isTrace ? TraceFaultCode.TraceRepeated : TraceFaultCode.TraceMissing, 0))
        {
            return;
        }

        switch (kind)
        {
            case NetTraceFrameKind.Trace:
                ReadTrace(block);
                break;
            case NetTraceFrameKind.Metadata:
                ReadRows(block);
                break;
            case NetTraceFrameKind.Threads:
                ReadThreads(block);
                break;
            case NetTraceFrameKind.RemovedThreads:
                ReadRemovedThreads(block);
                break;
            case NetTraceFrameKind.LabelLists:
                ReadLabelLists(block);
                break;
            case NetTraceFrameKind.Stacks:
                ReadStacks(block);
                break;
            case NetTraceFrameKind.Events:
                ReadEvents(block);
                break;
            case NetTraceFrameKind.SequencePoint:
                ReadPoint(block);
                break;
            default:
                consumer.OnFault(TraceFaultCode.BlockUnknown, 0);
                break;
        }
    }

    private void ReadTrace(ReadOnlySpan<byte> block)
    {
        _traceSeen = true;
        if (!V6TraceBlock.TryRead(block, out TraceObject? trace))
        {
            consumer.OnFault(TraceFaultCode.TraceUnreadable, 0);
            return;
        }

        if (trace!.IsUtcKnown || consumer.OnFault(TraceFaultCode.TraceTimeInvalid, 0))
        {
            consumer.OnTrace(trace);
        }
    }

    private void ReadRows(ReadOnlySpan<byte> block)
    {
        ByteCursor cursor = new(block);
        bool goesOn = cursor.TryReadUInt16(out ushort headerBytes) && cursor.TrySkip(headerBytes);
        if (!goesOn)
        {
            consumer.OnFault(TraceFaultCode.BlockHeaderUnreadable, 0);
        }

        while (goesOn && !cursor.IsAtEnd)
        {
            int offset = block.Length - cursor.RestBytes;
            TraceFaultCode? fault = V6MetadataRow.TryRead(ref cursor, out uint streamId, out MetadataRow? row)
                ? _tables.Define(streamId, row!)
                : TraceFaultCode.MetadataUnreadable;
            goesOn = fault is null || (consumer.OnFault(fault.Value, offset) && row is not null);
        }
    }

    private void ReadThreads(ReadOnlySpan<byte> block)
    {
        ByteCursor cursor = new(block);
        bool goesOn = true;
        while (goesOn && !cursor.IsAtEnd)
        {
            int offset = block.Length - cursor.RestBytes;
            bool isRead = V6Thread.TryRead(ref cursor, out V6Thread? thread);
            goesOn = isRead && _tables.TryAdd(thread!);
            if (goesOn)
            {
                consumer.OnThread(thread!);
            }
            else
            {
                consumer.OnFault(isRead ? TraceFaultCode.ThreadsExceeded : TraceFaultCode.ThreadUnreadable, offset);
            }
        }
    }

    private void ReadRemovedThreads(ReadOnlySpan<byte> block)
    {
        ByteCursor cursor = new(block);
        bool goesOn = true;
        while (goesOn && !cursor.IsAtEnd)
        {
            int offset = block.Length - cursor.RestBytes;
            if (!cursor.TryReadVarUInt64(out ulong index) || !cursor.TryReadVarUInt32(out uint sequence))
            {
                consumer.OnFault(TraceFaultCode.ThreadUnreadable, offset);
                return;
            }

            goesOn = TryReach(index, sequence, offset, out V6Thread? thread);
            if (thread is not null)
            {
                _tables.Remove(thread);
            }
        }
    }

    private void ReadLabelLists(ReadOnlySpan<byte> block)
    {
        ByteCursor cursor = new(block);
        bool isRead = cursor.TryReadUInt32(out uint id) & cursor.TryReadUInt32(out uint declaredCount);
        for (uint index = 0; isRead && index < declaredCount; index++)
        {
            // A list takes at least two bytes, so that the count is limited by the block.
            isRead = V6Labels.TryRead(ref cursor, out V6Labels labels) && _tables.TryAdd(unchecked(id + index), labels);
        }

        if (!isRead || !cursor.IsAtEnd)
        {
            consumer.OnFault(TraceFaultCode.LabelsUnreadable, block.Length - cursor.RestBytes);
        }
    }

    private void ReadStacks(ReadOnlySpan<byte> block)
    {
        StackBlockReader reader = new(block);
        while (reader.MoveNext())
        {
            if (!_tables.TryAddStack(reader.Id) && !consumer.OnFault(TraceFaultCode.StackRepeated, 0))
            {
                return;
            }
        }

        if (reader.Malformed)
        {
            consumer.OnFault(TraceFaultCode.StacksUnreadable, 0);
        }
        else if (_tables.IsStacksOverfull)
        {
            consumer.OnFault(TraceFaultCode.StacksNotFollowed, 0);
        }
    }

    private void ReadEvents(ReadOnlySpan<byte> block)
    {
        if (!EventBlockHeader.TryRead(block, out EventBlockHeader header))
        {
            consumer.OnFault(TraceFaultCode.BlockHeaderUnreadable, 0);
            return;
        }

        V6EventReader reader = new(block, header);
        TraceTicks first = new(long.MaxValue);
        TraceTicks last = new(long.MinValue);
        bool goesOn = true;
        while (goesOn && reader.MoveNext())
        {
            first = reader.At < first ? reader.At : first;
            last = reader.At > last ? reader.At : last;
            goesOn = TryPass(reader);
        }

        if (reader.Malformed)
        {
            consumer.OnFault(TraceFaultCode.EventUnreadable, reader.HeaderOffset);
        }
        else if (goesOn && first <= last && (header.First != first || header.Last != last))
        {
            consumer.OnFault(TraceFaultCode.BlockTimesWrong, 0);
        }
    }

    // Returns false where the reading of the block ends.
    private bool TryPass(in V6EventReader read)
    {
        if (_tables.ThreadOf(read.CaptureThreadIndex) is not { } capture
            || _tables.ThreadOf(read.ThreadIndex) is not { } thread)
        {
            return consumer.OnFault(TraceFaultCode.ThreadUndefined, read.HeaderOffset);
        }

        int gap = unchecked((int)(read.SequenceNumber - capture.LastSequence - 1));
        EventsLost += Math.Max(0, gap);
        capture.LastSequence = read.SequenceNumber;
        TraceFaultCode? unresolved = _tables.RowOf(read.MetadataId) is not { } row ? TraceFaultCode.EventUndefined
            : _tables.LabelsOf(read.LabelListId) is not { } labels ? TraceFaultCode.LabelsUndefined
            : Pass(read, row, thread, labels);
        return (gap >= 0 || consumer.OnFault(TraceFaultCode.SequenceBackwards, read.HeaderOffset))
            && (_tables.HasStack(read.StackId) || _tables.IsStacksOverfull
                || consumer.OnFault(TraceFaultCode.StackUnknown, read.HeaderOffset))
            && IsInOrder(read)
            && (unresolved is null || consumer.OnFault(unresolved.Value, read.HeaderOffset));
    }

    private TraceFaultCode? Pass(in V6EventReader read, MetadataRow row, V6Thread thread, V6Labels labels)
    {
        consumer.OnEvent(row, EventBlockReader.Of(read, row, thread, labels));
        return null;
    }

    private bool IsInOrder(in V6EventReader read)
    {
        if (read.At < _sortedUpTo)
        {
            return consumer.OnFault(TraceFaultCode.EarlierThanSorted, read.HeaderOffset);
        }

        _sortedUpTo = read.Sorted ? read.At : _sortedUpTo;
        return true;
    }

    private void ReadPoint(ReadOnlySpan<byte> block)
    {
        if (block.Length < PointHeaderBytes)
        {
            _tables.EndRegion(endsThreads: false, endsRows: false);
            consumer.OnFault(TraceFaultCode.PointUnreadable, 0);
            return;
        }

        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(block[8..]);
        uint declaredCount = BinaryPrimitives.ReadUInt32LittleEndian(block[12..]);
        ByteCursor cursor = new(block[PointHeaderBytes..]);
        bool goesOn = true;
        for (uint entry = 0; goesOn && entry < declaredCount; entry++)
        {
            int offset = block.Length - cursor.RestBytes;
            bool isRead = cursor.TryReadVarUInt64(out ulong index) & cursor.TryReadVarUInt32(out uint sequence);
            goesOn = isRead && TryReach(index, sequence, offset, out _);
            if (!isRead)
            {
                consumer.OnFault(TraceFaultCode.PointUnreadable, offset);
            }
        }

        _tables.EndRegion((flags & EndsThreadsFlag) != 0, (flags & EndsRowsFlag) != 0);
    }

    // The last number of a thread as another block contains it: events between are lost.
    private bool TryReach(ulong index, uint sequence, int offset, out V6Thread? thread)
    {
        thread = _tables.ThreadOf(index);
        if (thread is null)
        {
            return consumer.OnFault(TraceFaultCode.ThreadUndefined, offset);
        }

        int gap = unchecked((int)(sequence - thread.LastSequence));
        EventsLost += Math.Max(0, gap);
        thread.LastSequence = sequence;
        return gap >= 0 || consumer.OnFault(TraceFaultCode.SequenceBackwards, offset);
    }
}
