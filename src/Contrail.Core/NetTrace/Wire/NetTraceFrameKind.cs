namespace Contrail.Core.NetTrace.Wire;

/// <summary>The kinds of frame of a nettrace stream.</summary>
internal enum NetTraceFrameKind
{
    /// <summary>The magic and the serializer's name with which every stream begins.</summary>
    StreamHeader,

    /// <summary>The trace object: clocks, process id, pointer size.</summary>
    Trace,

    /// <summary>Metadata rows: the meaning of the events' ids.</summary>
    Metadata,

    /// <summary>Stacks, by ids that are valid until the next sequence point.</summary>
    Stacks,

    /// <summary>Events.</summary>
    Events,

    /// <summary>A sequence point: how many events each thread has written.</summary>
    SequencePoint,

    /// <summary>Of version 6: threads, by the index that events refer to.</summary>
    Threads,

    /// <summary>Of version 6: threads that ended, with their last sequence numbers.</summary>
    RemovedThreads,

    /// <summary>Of version 6: lists of labels, by ids that are valid until the next sequence point.</summary>
    LabelLists,

    /// <summary>Of version 6: a kind that this version does not know. Readers skip it.</summary>
    Unknown,
}
