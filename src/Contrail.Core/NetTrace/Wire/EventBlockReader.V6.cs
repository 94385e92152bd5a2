namespace Contrail.Core.NetTrace.Wire;

/// <content>An event of version 6, which is read from another encoding.</content>
internal ref partial struct EventBlockReader
{
    /// <summary>The same event with the ids of its thread in place of the index.</summary>
    public static EventBlockReader Of(in V6EventReader read, MetadataRow row, V6Thread thread, V6Labels labels)
    {
        EventBlockReader made = new(read.Payload, default) { _payloadBytes = read.Payload.Length };
        (made.MetadataId, made.StackId, made.HeaderOffset) = (row.Id, read.StackId, read.HeaderOffset);
        (made.SequenceNumber, made.CaptureThreadId) = (read.SequenceNumber, read.CaptureThreadIndex);
        (made.ThreadId, made.ProcessId, made.ProcessorNumber) =
            (thread.ThreadId, thread.ProcessId, read.ProcessorNumber);
        (made.At, made.Sorted) = (read.At, read.Sorted);
        made.ActivityId = labels.ActivityId.Span;
        made.RelatedActivityId = labels.RelatedActivityId.Span;
        return made;
    }
}
