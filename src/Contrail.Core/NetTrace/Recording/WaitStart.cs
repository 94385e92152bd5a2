using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>The beginning of a wait, in memory that is used again. Not safe for concurrent use.</summary>
internal sealed class WaitStart
{
    /// <summary>More than any runtime's event of this kind has; a longer one is not kept.</summary>
    private const int MaxPayloadBytes = 64;

    /// <summary>Approximate size of one, in bytes.</summary>
    public const int OwnBytes = 160;

    private readonly byte[] _payload = new byte[MaxPayloadBytes];
    private int _payloadBytes;
    private int _metadataId;
    private ulong _threadId;
    private TraceTicks _at;

    /// <summary>Whether it is a wait for a lock.</summary>
    public bool IsForLock { get; private set; }

    /// <summary>Takes an event; its row has the id that the file's rows have.</summary>
    public void Set(int metadataId, in EventBlockReader reader, bool isForLock)
    {
        IsForLock = isForLock;
        _payloadBytes = reader.Payload.Length <= MaxPayloadBytes ? reader.Payload.Length : 0;
        reader.Payload[.._payloadBytes].CopyTo(_payload);
        _metadataId = metadataId;
        _threadId = reader.ThreadId;
        _at = reader.At;
    }

    /// <summary>Copies another.</summary>
    public void Set(WaitStart other)
    {
        IsForLock = other.IsForLock;
        other._payload.CopyTo(_payload, 0);
        _payloadBytes = other._payloadBytes;
        _metadataId = other._metadataId;
        _threadId = other._threadId;
        _at = other._at;
    }

    /// <summary>The event to keep; null if it does not have the expected layout.</summary>
    public RetainedEvent? ToEvent() => _payloadBytes == 0
        ? null
        : new RetainedEvent(_metadataId, EventRole.Wait, _threadId, _at, _payload[.._payloadBytes]);
}
