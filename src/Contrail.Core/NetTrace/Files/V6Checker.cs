using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Files;

/// <summary>
/// Follows a nettrace 6 stream block by block as readers do, and logs where they will fail or report something wrong.
/// Not thread-safe.
/// </summary>
internal sealed class V6Checker : IV6Consumer
{
    /// <summary>Readers keep the length of a payload in 16 bits.</summary>
    private const int MaxPayloadBytes = ushort.MaxValue;

    private readonly FindingLog _log;
    private readonly V6Stream _stream;
    private long _blockOffset;

    /// <param name="log">Receives the findings.</param>
    public V6Checker(FindingLog log)
    {
        _log = log;
        _stream = new V6Stream(new MetadataRows(), this);
    }

    /// <summary>Events that can be read, up to now.</summary>
    public long EventCount { get; private set; }

    /// <summary>Events that readers count as lost.</summary>
    public long EventsLost => _stream.EventsLost;

    /// <param name="frame">The block.</param>
    /// <param name="frameOffset">Where it begins in the file.</param>
    public void Check(in Frame frame, long frameOffset)
    {
        _blockOffset = frameOffset + V6Splitter.BlockHeaderBytes;
        if (frame.Kind != (int)NetTraceFrameKind.StreamHeader)
        {
            _stream.Read((NetTraceFrameKind)frame.Kind, frame.Payload);
        }
    }

    void IV6Consumer.OnTrace(TraceObject trace)
    {
        // Its faults are reported separately.
    }

    void IV6Consumer.OnThread(V6Thread thread)
    {
        // A thread without an event is valid.
    }

    void IV6Consumer.OnEvent(MetadataRow row, in EventBlockReader current)
    {
        EventCount++;
        if (current.Payload.Length > MaxPayloadBytes)
        {
            _log.Add(TraceFaultCode.PayloadTooLong.At(_blockOffset + current.HeaderOffset));
        }
    }

    bool IV6Consumer.OnFault(TraceFaultCode code, int offset)
    {
        TraceFaultCode finding = code switch
        {
            TraceFaultCode.TraceRepeated or TraceFaultCode.TraceMissing => TraceFaultCode.TraceUnreadable,
            TraceFaultCode.MetadataExceedsMemory => TraceFaultCode.MetadataUnreadable,
            TraceFaultCode.ThreadsExceeded => TraceFaultCode.ThreadUnreadable,
            _ => code,
        };
        _log.Add(finding.At(_blockOffset + offset, finding == code ? null : code));
        return true;
    }
}
