using Contrail.Core.Triggers;
using Contrail.Snapshots;
using Contrail.Sources;
using Contrail.Triggers.Actions;

namespace Contrail.Triggers;

/// <summary>
/// Takes the snapshots of <see cref="FlightRecorderOptions.Triggers"/>, on a dedicated thread, and has the actions of
/// the rules done. Thread-safe.
/// </summary>
internal sealed class TriggerSnapshots : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>A stop may be a part of the end of the application.</summary>
    private static readonly TimeSpan MaxActions = TimeSpan.FromSeconds(5);

    private readonly Func<SnapshotRequest, Task<SavedSnapshot>> _take;
    private readonly TriggerActions _actions;
    private readonly TimeProvider _time;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private volatile Exception? _failure;
    private ProcessFacts _process = ProcessFacts.Unknown;
    private (IReadOnlyList<PendingTrigger> Fired, Task<SavedSnapshot> Taking)? _last;

    /// <param name="triggers">When.</param>
    /// <param name="take">Takes a snapshot; its task ends by itself when the recorder stops.</param>
    /// <param name="log">Receives lines of actions.</param>
    /// <param name="time">The clock.</param>
    public TriggerSnapshots(
        IReadOnlyList<Trigger> triggers,
        Func<SnapshotRequest, Task<SavedSnapshot>> take,
        Action<string> log,
        TimeProvider time)
    {
        _take = take;
        _time = time;
        Plan = new TriggerPlan([.. triggers.Select(one => one.Rule)], time, static _ => { });
        _actions = new TriggerActions(log, time);
        _thread = new Thread(Run, 256 << 10) { Name = "Contrail trigger snapshots", IsBackground = true };
    }

    /// <summary>What the recorder watches for.</summary>
    public TriggerPlan Plan { get; }

    /// <summary>What does not work; null if nothing is known.</summary>
    public string? Error => _failure is { } failure
        ? $"triggers take no more snapshots: {failure.Message}"
        : _actions.LastError is { } error ? $"an action of a trigger failed: {error}" : null;

    /// <summary>Begins to take snapshots; called once.</summary>
    /// <param name="process">The recorded process, for actions whose snapshot failed.</param>
    public void Start(ProcessFacts process)
    {
        _process = process;
        _thread.Start();
    }

    /// <summary>
    /// Before the recorder stops: requests the snapshot of what has fired, also before it is due, without waiting for
    /// it.
    /// </summary>
    public void RequestLast()
    {
        if (Plan.TakeAll() is { Count: > 0 } fired)
        {
            _last = (fired, Request(fired));
        }
    }

    /// <summary>
    /// Ends, after the recorder has waited for its snapshots or abandoned them; actions have a few seconds.
    /// </summary>
    public void Dispose()
    {
        _stop.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        if (_last is { } last)
        {
            Conclude(last.Fired, last.Taking);
        }

        _actions.Finish(MaxActions);
        _actions.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_time.Wait(_stop, LookEvery))
            {
                if (Plan.TakeDue() is { Count: > 0 } fired)
                {
                    Conclude(fired, Request(fired));
                }
            }
        }
        catch (Exception failure)
        {
            // Recording continues without triggers, and the owner reports the failure.
            _failure = failure;
        }
    }

    private Task<SavedSnapshot> Request(IReadOnlyList<PendingTrigger> fired)
    {
        try
        {
            return _take(TriggerRequest.Of(fired));
        }
        catch (Exception failure)
        {
            // It is counted by the recorder, which continues.
            return Task.FromException<SavedSnapshot>(failure);
        }
    }

    private void Conclude(IReadOnlyList<PendingTrigger> fired, Task<SavedSnapshot> taking)
    {
        SavedSnapshot? saved = null;
        string? error = null;
        try
        {
            // A sink that ignores its cancellation is abandoned when the recorder stops.
            while (!((IAsyncResult)taking).AsyncWaitHandle.WaitOne(LookEvery))
            {
                if (_stop.IsSet)
                {
                    throw new TimeoutException("The sink did not end.");
                }
            }

            saved = taking.GetAwaiter().GetResult();
        }
        catch (Exception failure)
        {
            error = failure.Message;
        }

        Plan.Conclude(fired, isWritten: saved is not null);
        _actions.Add(fired, TriggerRequest.Of(fired), saved, error, _process);
    }
}
