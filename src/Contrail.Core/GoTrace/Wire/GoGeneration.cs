using System.Numerics;
using Contrail.Core.Formats;

namespace Contrail.Core.GoTrace.Wire;

/// <summary>A generation while its batches come. Not safe for concurrent use.</summary>
internal sealed class GoGeneration(ulong number, GoTraceVersion version)
{
    private const byte StringsBatch = 0x04;

    private ulong _first;
    private ulong _last;
    private bool _endsWithStrings;

    public ulong Number { get; } = number;

    /// <summary>Bytes of its frames, as they came.</summary>
    public long FrameBytes { get; private set; }

    /// <summary>Bytes as Go's own recorder counts them.</summary>
    public long UpstreamBytes { get; private set; }

    public int BatchCount { get; private set; }

    public int ExperimentalBatchCount { get; private set; }

    public GoClocks? Clocks { get; private set; }

    /// <summary>The earliest and the latest beginning of a batch.</summary>
    public (TraceTicks First, TraceTicks Last) Span =>
        (new TraceTicks(unchecked((long)_first)), new TraceTicks(unchecked((long)_last)));

    /// <summary>What must be in every generation and has not come; empty if all is there.</summary>
    public string Missing => Clocks is not null ? ""
        : version.HasSyncBatches ? $"generation {Number} has no frequency and clocks"
        : $"generation {Number} has no frequency";

    /// <summary>
    /// Whether it looks whole although nothing says that it ends: every Go writes the strings last. Only for the end
    /// of a file, which tells nothing.
    /// </summary>
    public bool LooksFinished => Missing.Length == 0 && _endsWithStrings;

    /// <summary>Takes an ordinary batch in; gives what is wrong with it, or nothing.</summary>
    public string Add(in GoBatch batch)
    {
        Count(batch);
        _endsWithStrings = !batch.Payload.IsEmpty && batch.Payload[0] == StringsBatch;
        if (!GoClocks.IsIn(batch.Payload, version))
        {
            return "";
        }

        if (Clocks is not null)
        {
            return $"generation {Number} tells its clocks twice";
        }

        bool read = GoClocks.TryRead(batch, version, out GoClocks clocks, out _);
        Clocks = read ? clocks : null;
        return read ? "" : $"the clocks of generation {Number} cannot be read";
    }

    public void AddExperimental(in GoBatch batch)
    {
        Count(batch);
        ExperimentalBatchCount++;
    }

    /// <summary>Takes the end mark in, which Go's own recorder does not count.</summary>
    public void AddEndMark() => FrameBytes++;

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
