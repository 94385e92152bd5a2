using Contrail.Machine.Bursts;
using Contrail.Machine.Perf;

namespace Contrail.Machine;

/// <summary>
/// Moves the records of one processor's ring to the targets, and places losses and pauses in time. Used by one thread.
/// </summary>
internal sealed class RingDrain
{
    private readonly DrainBuffers _buffers;
    private readonly SwitchPairs? _switches;
    private long _lastNs;
    private long? _pausedSinceNs;
    private bool _hasGap;

    /// <summary>Creates the state for a ring.</summary>
    /// <param name="buffers">Shared with the other rings that the same thread drains.</param>
    /// <param name="switches">Receives context switches; null if none are recorded.</param>
    public RingDrain(DrainBuffers buffers, SwitchPairs? switches = null)
    {
        _buffers = buffers;
        _switches = switches;
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
            _switches?.AddLoss(nowNs);
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
                _switches?.AddLoss(nowNs);
                break;
            case PerfRecordKind.Throttle:
                _pausedSinceNs ??= nowNs;
                break;
            case PerfRecordKind.Unthrottle when _pausedSinceNs is { } sinceNs:
                targets.Throttled(sinceNs, nowNs);
                _pausedSinceNs = null;
                break;
            default:
                PassSwitch(record, targets);
                break;
        }

        _lastNs = nowNs;
    }

    private void PassSwitch(in PerfRecord record, SampledTargets targets)
    {
        // A thread has no number in the last steps of its end, and gets no processor again.
        if (_switches is null || record.ThreadId <= 0 || !targets.Contains(record.Pid))
        {
            return;
        }

        switch (record.Kind)
        {
            case PerfRecordKind.SwitchSample:
                int count = record.CopyFrames(_buffers.Frames);
                _switches.AddStack(record, _buffers.Frames.AsSpan(0, count));
                break;
            case PerfRecordKind.SwitchOut:
                _switches.AddOut(record.ThreadId, record.TimeNs, record.IsPreempted);
                break;
            case PerfRecordKind.SwitchIn:
                _switches.AddIn(record.ThreadId, record.TimeNs);
                break;
        }
    }
}
