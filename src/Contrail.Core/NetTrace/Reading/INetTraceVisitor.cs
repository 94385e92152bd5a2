using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Reading;

/// <summary>Is told what a <see cref="NetTraceReader"/> reads, in the order of the stream.</summary>
internal interface INetTraceVisitor
{
    /// <summary>The trace object has come; it is the first thing told.</summary>
    void OnTrace(TraceObject trace);

    /// <summary>A frame begins; its events are told next.</summary>
    void OnFrame(NetTraceFrameKind kind, ReadOnlySpan<byte> payload);

    /// <summary>An event. What is read of it is borrowed, and holds for the length of the call.</summary>
    void OnEvent(MetadataRow row, in EventBlockReader current);
}
