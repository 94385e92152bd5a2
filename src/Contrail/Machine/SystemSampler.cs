using Contrail.Machine.Perf;
using Contrail.Processes;

namespace Contrail.Machine;

/// <summary>
/// Samples all processors of the machine while a process is registered, and passes on the samples of registered
/// processes; those of others are dropped as they are read. One thread opens the events, drains their rings and closes
/// them; it waits for nothing else. Safe for concurrent use.
/// </summary>
internal sealed class SystemSampler : IDisposable
{
    /// <summary>
    /// How often the rings are drained. A ring holds more than a second of the deepest call chains at 199 Hz, so that
    /// the thread can be late.
    /// </summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly object _gate = new();
    private readonly DrainRequests _drains = new();
    private readonly string _onlinePath;
    private readonly int _ringBytes;
    private volatile SampledTargets _targets = new([]);
    private SamplingStatus _status;
    private Thread? _thread;
    private bool _isRunning;
    private bool _isDisposed;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="onlinePath">The file with the list of processors that are online.</param>
    /// <param name="ringBytes">The data of a ring, a power of two, at most <see cref="PerfRing.MaxDataBytes"/>.</param>
    public SystemSampler(string onlinePath = OnlineProcessors.Path, int ringBytes = PerfRing.MaxDataBytes)
    {
        _onlinePath = onlinePath;
        _ringBytes = ringBytes;
    }

    /// <summary>
    /// Whether processors are sampled. Unknown until the thread has opened the events after the first
    /// <see cref="Add"/>.
    /// </summary>
    public SamplingStatus Status
    {
        get
        {
            lock (_gate)
            {
                return _status;
            }
        }
    }

    /// <summary>
    /// Registers a process; returns without waiting. The first one opens the events, and after a refusal the next one
    /// tries again. The disposal of the last one has them closed soon afterwards.
    /// </summary>
    /// <param name="pid">The process, in the pid namespace of this process.</param>
    /// <param name="hertz">
    /// The rate that is requested. The highest of all targets is in force for all; each sample has its weight.
    /// </param>
    /// <param name="sink">Where the samples go.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The pid is not positive, or the rate is not within <see cref="SamplingLimits"/>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The sampler is disposed.</exception>
    public SampledTarget Add(int pid, int hertz, ICpuSampleSink sink)
    {
        SampledTarget target = new(pid, hertz, sink, Refresh);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_isRunning)
            {
                Thread? previous = _thread;
                Thread started = new(() => Run(previous), 256 << 10)
                {
                    Name = "Contrail samples",
                    IsBackground = true,
                };
                started.Start();
                _thread = started;
                _isRunning = true;
            }

            _targets = new SampledTargets(_targets.All.Append(target));
            Monitor.PulseAll(_gate);
        }

        return target;
    }

    /// <summary>
    /// Has all samples that were taken before the call passed to their sinks without waiting for the next turn, as
    /// before a snapshot. The result is false if nothing is sampled. It is late if a sink blocks: limit the wait.
    /// </summary>
    public Task<bool> DrainAsync()
    {
        lock (_gate)
        {
            if (!_isRunning)
            {
                return Task.FromResult(false);
            }

            Monitor.PulseAll(_gate);
            return _drains.Add();
        }
    }

    /// <summary>Ends all sampling. Returns when the events are closed, unless a sink calls it.</summary>
    public void Dispose()
    {
        IReadOnlyList<SampledTarget> targets;
        Thread? thread;
        lock (_gate)
        {
            _isDisposed = true;
            targets = _targets.All;
            thread = _thread;
        }

        foreach (SampledTarget target in targets)
        {
            target.Dispose();
        }

        if (thread != Thread.CurrentThread)
        {
            thread?.Join();
        }
    }

    private void Refresh()
    {
        lock (_gate)
        {
            _targets = new SampledTargets(_targets.All);
            Monitor.PulseAll(_gate);
        }
    }

    private void Run(Thread? previous)
    {
        // Two threads never have events open at the same time: their rings count against one limit of memory.
        previous?.Join();
        SystemEvents? events = null;
        try
        {
            DrainBuffers buffers = new();
            while (TryContinue(events, out SampledTargets targets))
            {
                events = Renew(events, targets, buffers);
                events.Drain(StartTurn(targets));
                EndTurn();
            }
        }
        catch (Exception)
        {
            // Without samples the recording goes on; an exception would end the process.
            End(new SamplingStatus(SamplingState.Unavailable, SamplingRemedy.Unknown));
        }
        finally
        {
            events?.Dispose();
        }
    }

    private bool TryContinue(SystemEvents? events, out SampledTargets targets)
    {
        lock (_gate)
        {
            targets = _targets;
            if (targets.All.Count == 0)
            {
                EndLocked(new SamplingStatus(SamplingState.Closed, SamplingRemedy.None));
            }
            else if (events?.Status.State == SamplingState.Unavailable)
            {
                EndLocked(events.Status);
            }

            return _isRunning;
        }
    }

    private SystemEvents Renew(SystemEvents? events, SampledTargets targets, DrainBuffers buffers)
    {
        string online = KernelFile.ReadValue(_onlinePath) ?? "";
        if (events is not null)
        {
            // The list is not readable while the process has no descriptor left: what is open stays so.
            online = online.Length == 0 ? events.Online : online;
            if (events.Online == online && events.Hertz == targets.Hertz)
            {
                return events;
            }
        }

        // An event keeps reporting its former period if its rate is changed, so it is replaced. Between two events a
        // processor misses one sample at most.
        events?.Drain(targets);
        events?.Dispose();
        SystemEvents renewed = SystemEvents.Open(online, targets.Hertz, _ringBytes, buffers);
        lock (_gate)
        {
            _status = renewed.Status;
        }

        return renewed;
    }

    private SampledTargets StartTurn(SampledTargets targets)
    {
        lock (_gate)
        {
            if (_targets == targets && !_drains.HasNext && _status.State == SamplingState.Open)
            {
                Monitor.Wait(_gate, Interval);
            }

            _drains.Start();
            return _targets;
        }
    }

    private void EndTurn()
    {
        lock (_gate)
        {
            // After a refusal nothing was drained.
            if (_status.State == SamplingState.Open)
            {
                _drains.Complete();
            }
        }
    }

    private void End(SamplingStatus status)
    {
        lock (_gate)
        {
            EndLocked(status);
        }
    }

    private void EndLocked(SamplingStatus status)
    {
        _status = status;
        _isRunning = false;
        _drains.Abandon();
    }
}
