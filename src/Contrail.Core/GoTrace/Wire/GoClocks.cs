using Contrail.Core.Bytes;

namespace Contrail.Core.GoTrace.Wire;

/// <summary>The clocks of a generation.</summary>
/// <param name="TicksPerSecond">Speed of the trace's clock; never 0.</param>
/// <param name="Snapshot">The same moment on the trace's and the wall clock; null before version 1.25.</param>
internal readonly record struct GoClocks(long TicksPerSecond, GoClockSnapshot? Snapshot)
{
    private const byte FrequencyBatch = 0x08;
    private const byte Frequency = 0x08;
    private const byte SyncBatch = 0x32;
    private const byte ClockSnapshot = 0x33;

    /// <summary>Whether the payload is the one with the clocks, in a trace of that version.</summary>
    public static bool IsIn(ReadOnlySpan<byte> payload, GoTraceVersion version) =>
        !payload.IsEmpty && payload[0] == (version.HasSyncBatches ? SyncBatch : FrequencyBatch);

    /// <summary>
    /// Reads the batch with the clocks; false if it is incomplete or repeats something, with the reason in
    /// <paramref name="fault"/>.
    /// </summary>
    public static bool TryRead(in GoBatch batch, GoTraceVersion version, out GoClocks clocks, out string fault)
    {
        ByteCursor cursor = new(batch.Payload);
        long frequency = 0;
        GoClockSnapshot? snapshot = null;
        if (version.HasSyncBatches)
        {
            cursor.TrySkip(1);
        }

        fault = "";
        while (fault.Length == 0 && !cursor.IsAtEnd)
        {
            cursor.TryReadByte(out byte kind);
            fault = kind switch
            {
                Frequency when frequency > 0 => "found multiple frequency events",
                Frequency => TryReadFrequency(ref cursor, out frequency) ? "" : "a frequency cannot be read",
                ClockSnapshot when !version.HasSyncBatches => $"expected frequency event, got {kind}",
                ClockSnapshot when snapshot is not null => "found multiple clock snapshot events",
                ClockSnapshot => GoClockSnapshot.TryRead(ref cursor, batch.Time, out snapshot)
                    ? ""
                    : "a clock snapshot cannot be read",
                _ => $"expected frequency or clock snapshot event, got {kind}",
            };
        }

        if (fault.Length == 0)
        {
            fault = frequency == 0 ? "no frequency event found"
                : snapshot is null && version.HasSyncBatches ? "no clock snapshot event found"
                : "";
        }

        clocks = new GoClocks(frequency, snapshot);
        return fault.Length == 0;
    }

    private static bool TryReadFrequency(ref ByteCursor cursor, out long frequency)
    {
        bool read = cursor.TryReadVarUInt64(out ulong declared) && declared is > 0 and <= long.MaxValue;
        frequency = read ? (long)declared : 0;
        return read;
    }
}
