namespace Contrail.Machine;

/// <summary>
/// A process that is sampled, and where its samples go. Disposal ends that; after it returns, the sink is not called
/// any more. Dispose it when the process has ended, because its pid can be assigned again. Safe for concurrent use.
/// </summary>
internal sealed class SampledTarget : IDisposable
{
    private readonly Lock _calls = new();
    private readonly ICpuSampleSink _sink;
    private readonly Action _changed;
    private volatile bool _isDisposed;
    private volatile Exception? _failure;

    /// <summary>Starts to accept samples.</summary>
    /// <param name="pid">The process, in the pid namespace of this process.</param>
    /// <param name="hertz">The rate that it requests.</param>
    /// <param name="sink">Where its samples go.</param>
    /// <param name="changed">Called after the disposal, on that thread.</param>
    public SampledTarget(int pid, int hertz, ICpuSampleSink sink, Action changed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pid);
        SamplingLimits.CheckHertz(hertz);
        Pid = pid;
        Hertz = hertz;
        _sink = sink;
        _changed = changed;
    }

    /// <summary>The process.</summary>
    public int Pid { get; }

    /// <summary>The rate that it requests, in samples per second and processor; a higher one can be in force.</summary>
    public int Hertz { get; }

    /// <summary>Whether samples are still accepted.</summary>
    public bool IsDisposed => _isDisposed;

    /// <summary>What the sink threw, which ended the calls to it; null if nothing.</summary>
    public Exception? Failure => _failure;

    /// <summary>Passes a sample to the sink.</summary>
    public void Add(in CpuSample sample, ReadOnlySpan<ulong> frames)
    {
        lock (_calls)
        {
            if (!_isDisposed && _failure is null)
            {
                try
                {
                    _sink.Add(sample, frames);
                }
                catch (Exception failure)
                {
                    _failure = failure;
                }
            }
        }
    }

    /// <summary>Passes a loss to the sink.</summary>
    public void Lost(long fromNs, long toNs, long count) => Call(sink => sink.Lost(fromNs, toNs, count));

    /// <summary>Passes a pause of the kernel to the sink.</summary>
    public void Throttled(long fromNs, long toNs) => Call(sink => sink.Throttled(fromNs, toNs));

    /// <summary>Ends the calls to the sink; waits for one that is running on another thread.</summary>
    public void Dispose()
    {
        lock (_calls)
        {
            _isDisposed = true;
        }

        _changed();
    }

    private void Call(Action<ICpuSampleSink> action)
    {
        lock (_calls)
        {
            if (!_isDisposed && _failure is null)
            {
                try
                {
                    action(_sink);
                }
                catch (Exception failure)
                {
                    _failure = failure;
                }
            }
        }
    }
}
