using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Reading;

/// <summary>Receives what a <see cref="V6Stream"/> reads, in the order of the stream.</summary>
internal interface IV6Consumer
{
    /// <summary>Called for the trace block.</summary>
    void OnTrace(TraceObject trace);

    /// <summary>Called for a thread, before its first event.</summary>
    void OnThread(V6Thread thread);

    /// <summary>Called for an event. Its values are borrowed, and valid only during the call.</summary>
    void OnEvent(MetadataRow row, in EventBlockReader current);

    /// <summary>
    /// Called for what is wrong; false ends the reading of the block. What is not defined before its use is passed over
    /// otherwise.
    /// </summary>
    /// <param name="code">What it is.</param>
    /// <param name="offset">Where, in the block.</param>
    bool OnFault(TraceFaultCode code, int offset);
}
