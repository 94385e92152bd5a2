using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Core.GoTrace.Wire;

/// <summary>The clocks of a generation.</summary>
/// <param name="TicksPerSecond">Speed of the trace's clock; never 0.</param>
/// <param name="Snapshot">The same moment on the trace's and the wall clock; null before version 1.25.</param>
internal readonly record struct GoClocks(long TicksPerSecond, GoClockSnapshot? Snapshot)
{
    private const string FrequencyName = "frequency";
    private const string SnapshotName = "clock snapshot";
    private const string EitherName = "frequency or clock snapshot";
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
    public static bool TryRead(in GoBatch batch, GoTraceVersion version, out GoClocks clocks, out TraceFault? fault)
    {
        ByteCursor cursor = new(batch.Payload);
        long frequency = 0;
        GoClockSnapshot? snapshot = null;
        if (version.HasSyncBatches)
        {
            cursor.TrySkip(1);
        }

        fault = null;
        while (fault is null && !cursor.IsAtEnd)
        {
            cursor.TryReadByte(out byte kind);
            fault = kind switch
            {
                Frequency when frequency > 0 => Fault(TraceFaultCode.ClockEventRepeated, FrequencyName),
                Frequency => TryReadFrequency(ref cursor, out frequency)
                    ? null
                    : Fault(TraceFaultCode.ClockEventUnreadable, FrequencyName),
                ClockSnapshot when !version.HasSyncBatches =>
                    Fault(TraceFaultCode.ClockEventUnexpected, FrequencyName, kind),
                ClockSnapshot when snapshot is not null => Fault(TraceFaultCode.ClockEventRepeated, SnapshotName),
                ClockSnapshot => GoClockSnapshot.TryRead(ref cursor, batch.Time, out snapshot)
                    ? null
                    : Fault(TraceFaultCode.ClockEventUnreadable, SnapshotName),
                _ => Fault(TraceFaultCode.ClockEventUnexpected, EitherName, kind),
            };
        }

        fault ??= frequency == 0 ? Fault(TraceFaultCode.ClockEventMissing, FrequencyName)
            : snapshot is null && version.HasSyncBatches ? Fault(TraceFaultCode.ClockEventMissing, SnapshotName)
            : null;
        clocks = new GoClocks(frequency, snapshot);
        return fault is null;
    }

    private static TraceFault Fault(TraceFaultCode code, string name, byte kind = 0) =>
        new(code, Number: kind, Detail: name);

    private static bool TryReadFrequency(ref ByteCursor cursor, out long frequency)
    {
        bool read = cursor.TryReadVarUInt64(out ulong declared) && declared is > 0 and <= long.MaxValue;
        frequency = read ? (long)declared : 0;
        return read;
    }
}
