using Contrail.Machine.Perf;

namespace Contrail.Machine;

/// <summary>
/// Moves the records of one processor's ring to the targets, and places losses and pauses in time. Used by one thread.
/// </summary>
internal sealed class RingDrain
{
    private readonly DrainBuffers _buffers;
    private long _lastNs;
    private long? _pausedSinceNs;
    private bool _hasGap;

    /// <summary>Creates the state for a ring.</summary>
    /// <param name="buffers">Shared with the other rings that the same thread drains.</param>
    public RingDrain(DrainBuffers buffers)
    {
        _buffers = buffers;
    }

    /// <summary>Takes what is in the ring and passes it on.</summary>
    public void Drain(PerfRing ring, SampledTargets targets)
    {
        _hasGap |= !ring.TryTake(_buffers.Records, out ReadOnlySpan<byte> records);
        Pass(records, targets);
    }

    /// <summary>Passes records on; what is torn is a loss of an unknown count up to the next record.</summary>
    public void Pass(ReadOnlySpan<byte> records, SampledTargets targets)
    {
        PerfRecordReader reader = new(records);
        while (reader.TryRead(out PerfRecord record))
        {
            if (record.Kind == PerfRecordKind.Unknown)
            {
                _hasGap = true;
            }
            else
            {
                Pass(record, targets);
            }
        }

        _hasGap |= !reader.IsAtEnd;
    }

    private void Pass(in PerfRecord record, SampledTargets targets)
    {
        long nowNs = record.TimeNs;
        if (_hasGap)
        {
            targets.Lost(_lastNs, nowNs, 0);
            _hasGap = false;
        }

        switch (record.Kind)
        {
            case PerfRecordKind.Sample when targets.Contains(record.Pid):
                int count = record.CopyFrames(_buffers.Frames);
                int threadId = Math.Max(0, record.ThreadId);
                CpuSample sample = new(nowNs, threadId, record.Processor, record.PeriodNs, record.IsKernel);
                targets.Add(record.Pid, sample, _buffers.Frames.AsSpan(0, count));
                break;
            case PerfRecordKind.Lost:
                targets.Lost(_lastNs, nowNs, record.LostCount);
                break;
            case PerfRecordKind.Throttle:
                _pausedSinceNs ??= nowNs;
                break;
            case PerfRecordKind.Unthrottle when _pausedSinceNs is { } sinceNs:
                targets.Throttled(sinceNs, nowNs);
                _pausedSinceNs = null;
                break;
        }

        _lastNs = nowNs;
    }
}
