using System.Buffers.Binary;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Observing;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Recording;

/// <content>The walk over the events of a block.</content>
internal sealed partial class NetTraceFormat
{
    /// <summary>A record and its array.</summary>
    private const int RetainedOverheadBytes = 120;

    /// <summary>
    /// One-time events of one generation: twenty times what the runtime's largest block can hold of them. Only a
    /// stream that is made for it has more between two cuts.
    /// </summary>
    private const int MaxOpenRetainedBytes = 2 << 20;

    private int Walk(ReadOnlySpan<byte> block, in EventBlockHeader header)
    {
        if (_tapped?.Update(_rows.InOrder) is not { } tapped)
        {
            return Walk(block, header, tapped: null);
        }

        using Lock.Scope open = tapped.Open();
        return Walk(block, header, tapped);
    }

    // The recorder's hot loop: one iteration an event. An incarnation is looked up only where the header contains its
    // thread. Returns the length of the block's valid part, in bytes.
    private int Walk(ReadOnlySpan<byte> block, in EventBlockHeader header, TappedRows? tapped)
    {
        EventBlockReader reader = new(block, header);
        ThreadIncarnation? incarnation = null;
        (EventRole role, TappedRow? chosen) = (EventRole.Undefined, null);
        (uint sequence, TraceTicks at) = (0, default);
        (bool isWait, long count, int soundBytes) = (false, 0, block.Length);
        while (reader.MoveNext())
        {
            if (reader.MetadataNamed)
            {
                (role, chosen) = (_rows.RoleOf(reader.MetadataId), tapped?.Find(reader.MetadataId));
            }

            if (role == EventRole.Undefined || _sequences.IsOverfull)
            {
                soundBytes = reader.HeaderOffset;
                break;
            }

            if (reader.CaptureNamed || incarnation is null)
            {
                Leave(incarnation, sequence, at, isWait);
                (incarnation, isWait) = (FindIncarnation(reader), false);
            }

            if (role != EventRole.None)
            {
                TakeSpecial(reader, role, isWait ? _latestWait : incarnation.WaitBefore(reader.SequenceNumber));
            }

            chosen?.Add(reader);
            (sequence, at, isWait) = (reader.SequenceNumber, reader.At, role is EventRole.Wait or EventRole.HandleWait);
            count++;
        }

        Leave(incarnation, sequence, at, isWait);
        AddCount(count);
        return reader.Malformed ? reader.HeaderOffset : soundBytes;
    }

    private void AddCount(long count)
    {
        _eventCount += count;
        EventCount += count;
    }

    // The end of one thread's events; nothing to do before the first thread.
    private void Leave(ThreadIncarnation? incarnation, uint sequence, TraceTicks at, bool isWait)
    {
        if (incarnation is null)
        {
            return;
        }

        _sequences.Advance(incarnation, sequence, at);
        if (isWait)
        {
            _sequences.BeginWait(incarnation, _latestWait);
        }
    }

    private ThreadIncarnation FindIncarnation(in EventBlockReader reader)
    {
        ThreadIncarnation incarnation =
            _sequences.Find(reader.CaptureThreadId, reader.SequenceNumber, out uint lostCount);
        if (lostCount > 0)
        {
            bool first = incarnation.LastSequence == 0;
            _lateLostCount += first || incarnation.OnlySkipped ? lostCount : 0;
            TraceTicks from = first ? reader.At : incarnation.LastAt;
            _losses.Add(new Loss(
                from, reader.At, LossReason.RuntimeDropped, lostCount, unchecked((long)incarnation.ThreadId)));
        }

        incarnation.OnlySkipped = false;
        return incarnation;
    }

    private void TakeSpecial(in EventBlockReader reader, EventRole role, WaitStart? before)
    {
        if (role == EventRole.Marker)
        {
            bool isComplete = BinaryPrimitives.TryReadInt64LittleEndian(reader.Payload, out long number);
            LatestMarker = isComplete ? Math.Max(LatestMarker, number) : LatestMarker;
            return;
        }

        if (role >= EventRole.Collection)
        {
            _milestones?.Add(role, _rows.Find(reader.MetadataId)!, reader, Trace!);
            return;
        }

        if (role == EventRole.HandleWait && before is { IsForLock: true })
        {
            _latestWait.Set(before);
            return;
        }

        if (role is EventRole.Wait or EventRole.HandleWait)
        {
            _latestWait.Set(_ids[reader.MetadataId], reader, isForLock: role == EventRole.Wait);
            return;
        }

        if (_retainedBytes > MaxOpenRetainedBytes)
        {
            _evicted.Retained.ForgetUnseen(reader.At);
            return;
        }

        _retained.Add(new RetainedEvent(
            _ids[reader.MetadataId], role, reader.ThreadId, reader.At, reader.Payload.ToArray()));
        _retainedBytes += reader.Payload.Length + RetainedOverheadBytes;
    }
}
