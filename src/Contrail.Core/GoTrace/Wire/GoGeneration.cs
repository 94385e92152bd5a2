using System.Numerics;
using Contrail.Core.Formats;

namespace Contrail.Core.GoTrace.Wire;

/// <summary>A generation while its batches arrive. Not thread-safe.</summary>
internal sealed class GoGeneration(ulong number, GoTraceVersion version)
{
    private const byte StringsBatch = 0x04;

    private ulong _first;
    private ulong _last;
    private bool _endsWithStrings;

    public ulong Number { get; } = number;

    /// <summary>Bytes of its frames, as they arrived.</summary>
    public long FrameBytes { get; private set; }

    /// <summary>Bytes by the count of Go's own recorder.</summary>
    public long UpstreamBytes { get; private set; }

    public int BatchCount { get; private set; }

    public int ExperimentalBatchCount { get; private set; }

    public GoClocks? Clocks { get; private set; }

    /// <summary>The earliest and the latest beginning of a batch.</summary>
    public (TraceTicks First, TraceTicks Last) Span =>
        (new TraceTicks(unchecked((long)_first)), new TraceTicks(unchecked((long)_last)));

    /// <summary>The required part of every generation that has not arrived; null if none is missing.</summary>
    public TraceFault? Missing => Clocks is not null
        ? null
        : Fault(version.HasSyncBatches ? TraceFaultCode.ClocksMissing : TraceFaultCode.FrequencyMissing);

    /// <summary>
    /// Whether it appears complete although no end mark has arrived: every version of Go writes the strings last. Only
    /// for the end of a file, which contains no such mark.
    /// </summary>
    public bool LooksFinished => Missing is null && _endsWithStrings;

    /// <summary>Adds an ordinary batch; returns its fault; null without one.</summary>
    public TraceFault? Add(in GoBatch batch)
    {
        Count(batch);
        _endsWithStrings = !batch.Payload.IsEmpty && batch.Payload[0] == StringsBatch;
        if (!GoClocks.IsIn(batch.Payload, version))
        {
            return null;
        }

        if (Clocks is not null)
        {
            return Fault(TraceFaultCode.ClocksRepeated);
        }

        bool read = GoClocks.TryRead(batch, version, out GoClocks clocks, out _);
        Clocks = read ? clocks : null;
        return read ? null : Fault(TraceFaultCode.ClocksUnreadable);
    }

    public void AddExperimental(in GoBatch batch)
    {
        Count(batch);
        ExperimentalBatchCount++;
    }

    /// <summary>Adds the end mark, which Go's own recorder does not count.</summary>
    public void AddEndMark() => FrameBytes++;

    private TraceFault Fault(TraceFaultCode code) => new(code, Number: unchecked((long)Number));

    private void Count(in GoBatch batch)
    {
        BatchCount++;
        FrameBytes += batch.WholeBytes;
        UpstreamBytes += 1 + VarBytes(batch.Generation) + VarBytes(batch.Thread) + VarBytes(batch.Time)
            + VarBytes((ulong)batch.Payload.Length) + batch.Payload.Length;
        bool isEarlier = batch.Time != 0 && (_first == 0 || batch.Time < _first);
        _first = isEarlier ? batch.Time : _first;
        _last = Math.Max(_last, batch.Time);
    }

    // One too many where the count of bits is a multiple of seven, as in Go's recorder: its rule is kept to the byte.
    private static int VarBytes(ulong value) => 1 + ((64 - BitOperations.LeadingZeroCount(value)) / 7);
}
