using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Core.GoTrace.Wire;

/// <summary>The head of a batch, and its payload; it borrows the bytes that were read.</summary>
internal readonly ref struct GoBatch
{
    /// <summary>The first byte of an ordinary batch.</summary>
    public const byte Ordinary = 0x01;

    /// <summary>The first byte of an experiment's batch; one byte, which experiment, follows.</summary>
    public const byte Experimental = 0x31;

    /// <summary>The format's own limit of a payload.</summary>
    public const int MaxPayloadBytes = 64 << 10;

    /// <summary>Two first bytes and four numbers of ten bytes at most.</summary>
    public const int MaxHeadBytes = 2 + (4 * MaxVarBytes);

    private const int MaxVarBytes = 10;

    /// <summary>The experiment that the batch belongs to; 0 without one.</summary>
    public required byte Experiment { get; init; }

    /// <summary>The generation that the batch belongs to; 0 is invalid.</summary>
    public required ulong Generation { get; init; }

    /// <summary>The thread that wrote it; all bits set without one.</summary>
    public required ulong Thread { get; init; }

    /// <summary>When its first event happened, in the trace's own units; 0 means not set.</summary>
    public required ulong Time { get; init; }

    /// <summary>Its contents.</summary>
    public required ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>Its size, head and all.</summary>
    public required int WholeBytes { get; init; }

    /// <summary>Reads to which generation a batch belongs, also where the rest of it is missing.</summary>
    public static bool TryReadGeneration(ReadOnlySpan<byte> untrusted, out ulong generation)
    {
        generation = 0;
        ByteCursor cursor = new(untrusted);
        return cursor.TryReadByte(out byte first)
            && (first == Ordinary || (first == Experimental && cursor.TrySkip(1)))
            && cursor.TryReadVarUInt64(out generation);
    }

    /// <summary>
    /// Reads a batch from the start of the bytes. On <c>NeedMore</c>, bytesNeeded is a lower bound of its size.
    /// </summary>
    public static SplitStatus Read(ReadOnlySpan<byte> untrusted, out GoBatch batch, out int bytesNeeded)
    {
        batch = default;
        bytesNeeded = untrusted.Length + 1;
        ByteCursor cursor = new(untrusted);
        int tagBytes = untrusted.IsEmpty || untrusted[0] != Experimental ? 1 : 2;
        if (!cursor.TrySkip(tagBytes)
            || !cursor.TryReadVarUInt64(out ulong generation)
            || !cursor.TryReadVarUInt64(out ulong thread)
            || !cursor.TryReadVarUInt64(out ulong time)
            || !cursor.TryReadVarUInt64(out ulong declaredBytes))
        {
            // An incomplete number has fewer than ten bytes; if ten are present and it still cannot be read, it is
            // invalid.
            return cursor.RestBytes >= MaxVarBytes ? SplitStatus.Malformed : SplitStatus.NeedMore;
        }

        if (declaredBytes > MaxPayloadBytes)
        {
            return SplitStatus.Malformed;
        }

        int payloadBytes = (int)declaredBytes;
        bytesNeeded = untrusted.Length - cursor.RestBytes + payloadBytes;
        if (!cursor.TryReadBytes(payloadBytes, out ReadOnlySpan<byte> payload))
        {
            return SplitStatus.NeedMore;
        }

        batch = new GoBatch
        {
            Experiment = tagBytes == 1 ? (byte)0 : untrusted[1],
            Generation = generation,
            Thread = thread,
            Time = time,
            Payload = payload,
            WholeBytes = bytesNeeded,
        };
        return SplitStatus.Complete;
    }
}
