using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Reading;

/// <summary>Receives what a <see cref="NetTraceReader"/> reads, in the order of the stream.</summary>
internal interface INetTraceVisitor
{
    /// <summary>Called for the trace object, before anything else.</summary>
    void OnTrace(TraceObject trace);

    /// <summary>Called at the start of a frame, before its events.</summary>
    void OnFrame(NetTraceFrameKind kind, ReadOnlySpan<byte> payload);

    /// <summary>Called for a thread of a stream of version 6, before its first event.</summary>
    void OnThread(V6Thread thread)
    {
        // Streams of version 4 contain no threads.
    }

    /// <summary>
    /// Called for an event. The reader's current values are borrowed, and valid only during the call.
    /// </summary>
    void OnEvent(MetadataRow row, in EventBlockReader current);
}
