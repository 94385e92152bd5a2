using Contrail.Core.Bytes;

namespace Contrail.Core.Formats.GoTrace;

/// <summary>What a generation says of its clocks.</summary>
/// <param name="TicksPerSecond">Speed of the trace's clock; never 0.</param>
/// <param name="Snapshot">The same moment on the trace's and the wall clock; null before version 1.25.</param>
public readonly record struct GoClocks(long TicksPerSecond, GoClockSnapshot? Snapshot)
{
    private const byte FrequencyBatch = 0x08;
    private const byte Frequency = 0x08;
    private const byte SyncBatch = 0x32;
    private const byte ClockSnapshot = 0x33;

    /// <summary>Whether the payload is the one with the clocks, in a trace of that version.</summary>
    public static bool IsIn(ReadOnlySpan<byte> payload, GoTraceVersion version) =>
        !payload.IsEmpty && payload[0] == (version.HasSyncBatches ? SyncBatch : FrequencyBatch);

    /// <summary>Reads the batch with the clocks; false if it is not all there, or says something twice.</summary>
    public static bool TryRead(in GoBatch batch, GoTraceVersion version, out GoClocks clocks)
    {
        ByteCursor cursor = new(batch.Payload);
        long frequency = 0;
        GoClockSnapshot? snapshot = null;
        if (version.HasSyncBatches)
        {
            cursor.TrySkip(1);
        }

        bool read = true;
        while (read && !cursor.IsAtEnd)
        {
            cursor.TryReadByte(out byte kind);
            read = kind switch
            {
                Frequency when frequency == 0 => TryReadFrequency(ref cursor, out frequency),
                ClockSnapshot when version.HasSyncBatches && snapshot is null =>
                    GoClockSnapshot.TryRead(ref cursor, batch.Time, out snapshot),
                _ => false,
            };
        }

        clocks = new GoClocks(frequency, snapshot);
        return read && frequency > 0 && (snapshot is not null || !version.HasSyncBatches);
    }

    private static bool TryReadFrequency(ref ByteCursor cursor, out long frequency)
    {
        bool read = cursor.TryReadVarUInt64(out ulong declared) && declared is > 0 and <= long.MaxValue;
        frequency = read ? (long)declared : 0;
        return read;
    }
}
