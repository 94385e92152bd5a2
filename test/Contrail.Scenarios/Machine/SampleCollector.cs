using Contrail.Machine;

namespace Contrail.Scenarios.Machine;

/// <summary>Keeps the samples of a process. Safe for concurrent use.</summary>
internal sealed class SampleCollector : ICpuSampleSink
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly object _gate = new();
    private readonly List<(CpuSample Sample, ulong[] Frames)> _samples = [];
    private readonly List<(long FromNs, long ToNs, long Count)> _losses = [];

    /// <summary>A copy of the samples so far.</summary>
    public IReadOnlyList<(CpuSample Sample, ulong[] Frames)> Samples
    {
        get
        {
            lock (_gate)
            {
                return [.. _samples];
            }
        }
    }

    /// <summary>A copy of the losses so far.</summary>
    public IReadOnlyList<(long FromNs, long ToNs, long Count)> Losses
    {
        get
        {
            lock (_gate)
            {
                return [.. _losses];
            }
        }
    }

    /// <summary>Called on the sampler's thread for each sample, before it is kept.</summary>
    public Action? Before { get; init; }

    /// <summary>Processor time in the samples of a time range of <c>CLOCK_MONOTONIC</c>.</summary>
    public TimeSpan WeightBetween(long fromNs, long toNs) => new(
        Samples.Where(one => one.Sample.TimeNs >= fromNs && one.Sample.TimeNs <= toNs)
            .Sum(one => one.Sample.WeightNs) / 100);

    /// <summary>Waits for that many samples.</summary>
    /// <exception cref="TimeoutException">They did not arrive.</exception>
    public void WaitForSamples(int count) => WaitFor(() => _samples.Count >= count, $"{count} samples");

    /// <summary>Waits for a sample after a moment.</summary>
    /// <exception cref="TimeoutException">None arrived.</exception>
    public void WaitForSampleAfter(long timeNs) =>
        WaitFor(() => _samples.Count > 0 && _samples[^1].Sample.TimeNs > timeNs, "later sample");

    /// <summary>Waits for a loss of at least that many records.</summary>
    /// <exception cref="TimeoutException">None was reported.</exception>
    public void WaitForLoss(long minCount) =>
        WaitFor(() => _losses.Any(loss => loss.Count >= minCount), $"loss of {minCount}");

    public void Add(in CpuSample sample, ReadOnlySpan<ulong> frames)
    {
        Before?.Invoke();
        lock (_gate)
        {
            _samples.Add((sample, frames.ToArray()));
            Monitor.PulseAll(_gate);
        }
    }

    public void Lost(long fromNs, long toNs, long count)
    {
        lock (_gate)
        {
            _losses.Add((fromNs, toNs, count));
            Monitor.PulseAll(_gate);
        }
    }

    public void Throttled(long fromNs, long toNs)
    {
        // A pause is not expected at these rates, and the weights would show it.
    }

    private void WaitFor(Func<bool> condition, string what)
    {
        DateTime deadline = DateTime.UtcNow + Patience;
        lock (_gate)
        {
            while (!condition())
            {
                TimeSpan left = deadline - DateTime.UtcNow;
                if (left <= TimeSpan.Zero || !Monitor.Wait(_gate, left))
                {
                    throw new TimeoutException($"No {what} in {Patience}: {_samples.Count} samples.");
                }
            }
        }
    }
}
