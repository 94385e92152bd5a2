using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Files;

/// <content>The walk over the events of a block.</content>
internal sealed partial class NetTraceChecker
{
    /// <summary>Readers keep the length of a payload in 16 bits.</summary>
    private const int MaxPayloadBytes = ushort.MaxValue;

    private TraceTicks _sortedUpTo = new(long.MinValue);

    private void CheckEvents(ReadOnlySpan<byte> block)
    {
        if (!TryReadHeader(block, out EventBlockHeader header))
        {
            return;
        }

        EventBlockReader reader = new(block, header);
        TraceTicks first = new(long.MaxValue);
        TraceTicks last = new(long.MinValue);
        ReaderThread? thread = null;
        uint sequence = 0;
        ulong captureId = 0;
        int stackId = 0;
        bool isDefined = false;
        while (reader.MoveNext())
        {
            // Readers look at the capture thread of a block's first event, and of sorted ones.
            bool looked = thread is null || (reader.CaptureNamed && reader.Sorted);
            bool changed = thread is not null && reader.CaptureNamed && reader.CaptureThreadId != captureId;
            if (looked || changed)
            {
                ReaderThread.Leave(thread, sequence);
                thread = Enter(reader, isUnsorted: !looked);
                captureId = reader.CaptureThreadId;
            }

            isDefined = CheckDefined(reader, isDefined);
            stackId = CheckStack(reader, stackId);
            CheckTime(reader);
            sequence = reader.SequenceNumber;
            first = reader.At < first ? reader.At : first;
            last = reader.At > last ? reader.At : last;
            EventCount++;
        }

        ReaderThread.Leave(thread, sequence);
        CheckEnd(reader, header, first, last);
    }

    private ReaderThread Enter(in EventBlockReader reader, bool isUnsorted)
    {
        if (isUnsorted)
        {
            LogAt(TraceFaultCode.CaptureUnsorted, reader.HeaderOffset);
        }

        ReaderThread thread =
            _sequences.Find(reader.CaptureThreadId, reader.SequenceNumber, out TraceFaultCode? finding);
        if (finding is { } kind)
        {
            LogAt(kind, reader.HeaderOffset);
        }

        return thread;
    }

    // Returns whether the event's row is defined; a header without a row id uses the row of the event before.
    private bool CheckDefined(in EventBlockReader reader, bool wasDefined)
    {
        bool isDefined = reader.MetadataNamed ? _rows.IsDefined(reader.MetadataId) : wasDefined;
        if (!isDefined)
        {
            LogAt(TraceFaultCode.EventUndefined, reader.HeaderOffset);
        }

        return isDefined;
    }

    // Returns the event's stack; a stack repeated from the event before is not checked again.
    private int CheckStack(in EventBlockReader reader, int before)
    {
        int stackId = reader.StackId;
        bool isNew = stackId != before && stackId != 0;
        if (isNew && !_stacks.IsOverfull && !_stacks.Contains(stackId))
        {
            LogAt(TraceFaultCode.StackUnknown, reader.HeaderOffset);
        }

        return stackId;
    }

    private void CheckTime(in EventBlockReader reader)
    {
        if (reader.At < _sortedUpTo)
        {
            LogAt(TraceFaultCode.EarlierThanSorted, reader.HeaderOffset);
        }
        else if (reader.Sorted)
        {
            _sortedUpTo = reader.At;
        }

        if (reader.Payload.Length > MaxPayloadBytes)
        {
            LogAt(TraceFaultCode.PayloadTooLong, reader.HeaderOffset);
        }
    }

    private void CheckEnd(in EventBlockReader reader, in EventBlockHeader header, TraceTicks first, TraceTicks last)
    {
        if (reader.Malformed)
        {
            LogAt(TraceFaultCode.EventUnreadable, reader.HeaderOffset);
        }
        else if (first <= last && (header.First != first || header.Last != last))
        {
            LogAt(TraceFaultCode.BlockTimesWrong, 0);
        }
    }
}
