using System.Buffers.Binary;
using Contrail.Core.Bytes;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Files;

/// <summary>
/// Counts the intact blocks, and the further traces, in the bytes that follow damage. A block counts where its object
/// begins, ends and can be read by itself. It holds one block at a time. Not safe for concurrent use.
/// </summary>
internal sealed class NetTraceTail
{
    /// <summary>The longest object name, and its end tag.</summary>
    private const int MaxHeadBytes = NetTraceObjects.HeadBytes + 14;

    /// <summary>The number of bytes that look like a block without being one at which the search ends.</summary>
    private const int MaxFalseHeads = 1_000;

    private const int BufferBytes = 256 << 10;

    private static readonly byte[] ObjectTags = [5, 5, 1];

    private readonly FillBuffer _buffer = new(BufferBytes, NetTraceSplitter.MaxFrameBytes + 64);
    private int _falseHeads;

    /// <summary>Intact blocks found so far.</summary>
    public long BlockCount { get; private set; }

    /// <summary>Their bytes, without the envelopes.</summary>
    public long BlockBytes { get; private set; }

    /// <summary>Stream headers found so far: each begins a further trace.</summary>
    public long TraceCount { get; private set; }

    /// <summary>Whether the search ended early, so that the counts are minimums.</summary>
    public bool IsCutShort => _falseHeads >= MaxFalseHeads;

    /// <summary>Searches the bytes that follow the previous ones.</summary>
    public void Add(ReadOnlySpan<byte> untrusted)
    {
        while (!untrusted.IsEmpty && _falseHeads < MaxFalseHeads)
        {
            Span<byte> room = _buffer.Room();
            int taken = Math.Min(room.Length, untrusted.Length);
            untrusted[..taken].CopyTo(room);
            _buffer.Advance(taken);
            Search(isLast: false);
            untrusted = untrusted[taken..];
        }
    }

    /// <summary>Reports that no more bytes follow.</summary>
    public void Complete() => Search(isLast: true);

    private void Search(bool isLast)
    {
        while (_falseHeads < MaxFalseHeads && TrySkip(isLast))
        {
            // Each iteration skips a block, or the bytes before one.
        }
    }

    private bool TrySkip(bool isLast)
    {
        ReadOnlySpan<byte> filled = _buffer.Filled;
        int next = NextCandidate(filled);
        if (next != 0)
        {
            // A candidate may begin in the last bytes.
            int skipped = next > 0 ? next : Math.Max(0, filled.Length - NetTraceObjects.StreamHeader.Length);
            _buffer.Take(skipped);
            return next > 0;
        }

        int candidateBytes = CandidateBytes(filled, isLast, out bool isMoreNeeded);
        if (isMoreNeeded && !isLast)
        {
            return false;
        }

        _falseHeads += candidateBytes == 0 ? 1 : 0;
        _buffer.Take(Math.Max(1, candidateBytes));
        return true;
    }

    private static int NextCandidate(ReadOnlySpan<byte> filled)
    {
        // One pass for both: searching for the header alone would go through the full buffer for each block.
        ReadOnlySpan<byte> header = NetTraceObjects.StreamHeader;
        int offset = 0;
        while (filled[offset..].IndexOfAny(ObjectTags[0], header[0]) is >= 0 and int next)
        {
            offset += next;
            if (filled[offset..].StartsWith(ObjectTags) || filled[offset..].StartsWith(header))
            {
                return offset;
            }

            offset++;
        }

        return -1;
    }

    // Returns 0 where no block is found.
    private int CandidateBytes(ReadOnlySpan<byte> filled, bool isLast, out bool isMoreNeeded)
    {
        isMoreNeeded = false;
        if (filled.StartsWith(NetTraceObjects.StreamHeader))
        {
            TraceCount++;
            return NetTraceObjects.StreamHeader.Length;
        }

        isMoreNeeded = filled.Length < MaxHeadBytes + sizeof(int) && !isLast;
        if (isMoreNeeded
            || !TryReadHead(filled, out NetTraceFrameKind kind, out int payloadOffset, out int payloadBytes))
        {
            return 0;
        }

        // The padding depends on the offset in the stream, which damage may have changed.
        int maxBytes = payloadOffset + payloadBytes + NetTraceObjects.Alignment;
        isMoreNeeded = filled.Length < maxBytes && !isLast && _buffer.TryReserve(maxBytes);
        return isMoreNeeded ? 0 : SoundBytes(filled, kind, payloadOffset, payloadBytes);
    }

    private static bool TryReadHead(
        ReadOnlySpan<byte> filled, out NetTraceFrameKind kind, out int payloadOffset, out int payloadBytes)
    {
        (kind, payloadOffset, payloadBytes) = (default, 0, 0);
        if (filled.Length < NetTraceObjects.HeadBytes)
        {
            return false;
        }

        int nameBytes = BinaryPrimitives.ReadInt32LittleEndian(filled[11..]);
        if (nameBytes is < 1 or > 13)
        {
            return false;
        }

        payloadOffset = NetTraceObjects.HeadBytes + nameBytes + 1 + sizeof(int);
        if (filled.Length < payloadOffset)
        {
            return false;
        }

        payloadBytes = BinaryPrimitives.ReadInt32LittleEndian(filled[(payloadOffset - sizeof(int))..]);
        return NetTraceObjects.TryFind(filled.Slice(NetTraceObjects.HeadBytes, nameBytes), out kind)
            && kind != NetTraceFrameKind.Trace
            && BinaryPrimitives.ReadInt32LittleEndian(filled[NetTraceObjects.VersionOffset..])
                == NetTraceObjects.BlockVersion
            && payloadBytes is >= 0 and <= NetTraceSplitter.MaxFrameBytes;
    }

    private int SoundBytes(ReadOnlySpan<byte> filled, NetTraceFrameKind kind, int payloadOffset, int payloadBytes)
    {
        for (int pad = 0; pad < NetTraceObjects.Alignment; pad++)
        {
            int end = payloadOffset + pad + payloadBytes;
            if (end < filled.Length
                && filled[end] == NetTraceObjects.EndObject
                && !filled.Slice(payloadOffset, pad).ContainsAnyExcept((byte)0)
                && IsSound(kind, filled.Slice(payloadOffset + pad, payloadBytes)))
            {
                BlockCount++;
                BlockBytes += payloadBytes;
                return end + 1;
            }
        }

        return 0;
    }

    private static bool IsSound(NetTraceFrameKind kind, ReadOnlySpan<byte> payload) => kind switch
    {
        NetTraceFrameKind.Stacks => StackBlockReader.IsSound(payload),
        NetTraceFrameKind.SequencePoint => SequencePoint.TryRead(payload, out _),
        _ => EventBlockHeader.TryRead(payload, out EventBlockHeader header) && AreEventsSound(payload, header),
    };

    private static bool AreEventsSound(ReadOnlySpan<byte> payload, in EventBlockHeader header)
    {
        EventBlockReader reader = new(payload, header);
        while (reader.MoveNext())
        {
            // Only whether all can be read counts.
        }

        return !reader.Malformed;
    }
}
