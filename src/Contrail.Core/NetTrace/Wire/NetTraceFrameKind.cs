namespace Contrail.Core.NetTrace.Wire;

/// <summary>What a frame of a nettrace stream is.</summary>
internal enum NetTraceFrameKind
{
    /// <summary>The magic and the serializer's name with which every stream begins.</summary>
    StreamHeader,

    /// <summary>The trace object: clocks, process id, pointer size.</summary>
    Trace,

    /// <summary>Metadata rows: what the events' ids mean.</summary>
    Metadata,

    /// <summary>Stacks, by ids that hold until the next sequence point.</summary>
    Stacks,

    /// <summary>Events.</summary>
    Events,

    /// <summary>A sequence point: how many events each thread has written.</summary>
    SequencePoint,
}
