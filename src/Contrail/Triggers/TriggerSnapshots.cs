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

    private readonly Func<SnapshotRequest, Task<SavedSnapshot>> _take;
    private readonly PendingTriggers _pending;
    private readonly TriggerActions _actions;
    private readonly TimeProvider _time;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private volatile Exception? _failure;

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
        _pending = new PendingTriggers(time);
        Plan = new TriggerPlan([.. triggers.Select(one => one.Rule)], _pending.Add);
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
    public void Start() => _thread.Start();

    /// <summary>Takes the snapshot of what has fired, also before it is due, and ends.</summary>
    public void Dispose()
    {
        _stop.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _actions.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_time.Wait(_stop, LookEvery))
            {
                Take(_pending.TakeDue());
            }

            Take(_pending.TakeAll());
        }
        catch (Exception failure)
        {
            // Recording continues without triggers, and the owner reports the failure.
            _failure = failure;
        }
    }

    private void Take(IReadOnlyList<PendingTrigger> fired)
    {
        if (fired.Count == 0)
        {
            return;
        }

        SnapshotRequest request = PendingTriggers.RequestOf(fired);
        SavedSnapshot? saved = null;
        string? error = null;
        try
        {
            saved = _take(request).GetAwaiter().GetResult();
        }
        catch (Exception failure)
        {
            // It is counted by the recorder, which continues.
            error = failure.Message;
        }

        _actions.Add(fired, request, saved, error);
    }
}
