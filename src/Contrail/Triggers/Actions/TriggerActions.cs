using System.Collections.Concurrent;
using Contrail.Core.Triggers;
using Contrail.Snapshots;

namespace Contrail.Triggers.Actions;

/// <summary>
/// Does what rules do in addition to their snapshot, one action after the other, on a dedicated thread: an action that
/// hangs delays the actions after it until its time limit, and nothing else. Thread-safe.
/// </summary>
internal sealed class TriggerActions : IDisposable
{
    /// <summary>All actions of a file of rules; more are counted as failed.</summary>
    private const int MaxWaiting = RulesFile.MaxRules * RuleJson.MaxActions;

    /// <summary>For the end of a program that hangs.</summary>
    private static readonly TimeSpan MaxEnd = TimeSpan.FromSeconds(1);

    private readonly BlockingCollection<(TriggerAction Action, ActionFacts Facts)> _waiting = new(MaxWaiting);
    private readonly ManualResetEventSlim _stop = new();
    private readonly Action<string> _log;
    private readonly TimeProvider _time;
    private readonly Lazy<Thread> _thread;
    private long _failedCount;
    private volatile string? _lastError;

    /// <param name="log">Receives the lines of the action <c>log</c>, and why others failed; on the thread of the
    /// actions.</param>
    /// <param name="time">The clock.</param>
    public TriggerActions(Action<string> log, TimeProvider time)
    {
        _log = log;
        _time = time;
        _thread = new Lazy<Thread>(() =>
        {
            // The log of the application runs here too.
            Thread thread = new(Run) { Name = "Contrail actions", IsBackground = true };
            thread.Start();
            return thread;
        });
    }

    /// <summary>Actions that failed, or were not tried because too many waited.</summary>
    public long FailedCount => Interlocked.Read(ref _failedCount);

    /// <summary>Why the last one failed; null without one.</summary>
    public string? LastError => _lastError;

    /// <summary>Adds the actions of rules that fired, after their snapshot; it never waits.</summary>
    /// <param name="fired">The rules.</param>
    /// <param name="request">The request for the snapshot.</param>
    /// <param name="saved">The snapshot; null if it was not written.</param>
    /// <param name="error">Why it was not written; null if it was.</param>
    /// <param name="recorded">The recorded process, as far as it is known; a snapshot has its own entry.</param>
    public void Add(
        IReadOnlyList<PendingTrigger> fired,
        SnapshotRequest request,
        SavedSnapshot? saved,
        string? error,
        ProcessFacts? recorded)
    {
        ProcessFacts process = saved?.Manifest.Process ?? recorded ?? ProcessFacts.Unknown;
        foreach (PendingTrigger one in fired.Where(one => one.Firing.Rule.Actions.Count > 0))
        {
            ActionFacts facts = new(one.ToManifest(), request.Reason, process.Name, process.Id)
            {
                File = saved is null ? null : PathOf(saved.Location),
                FileBytes = saved?.SizeBytes,
                Error = error,
            };
            foreach (TriggerAction action in one.Firing.Rule.Actions)
            {
                Add(action, facts);
            }
        }
    }

    /// <summary>
    /// No more actions are added: waits for those that were. Called by an action itself, it does not wait.
    /// </summary>
    /// <returns>Whether all were done.</returns>
    public bool Finish(TimeSpan patience)
    {
        _waiting.CompleteAdding();
        return TryJoin(patience);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A program in progress is ended: when the recorder is gone, nothing else holds it to its time limit.
        _waiting.CompleteAdding();
        _stop.Set();
        _ = TryJoin(MaxEnd);
    }

    // An action does not wait for its own thread.
    private bool TryJoin(TimeSpan patience) =>
        !_thread.IsValueCreated || _thread.Value == Thread.CurrentThread || _thread.Value.Join(patience);

    // Where a sink of the application stores snapshots need not be a file: it can be a URL, or empty.
    private static string PathOf(string untrusted) =>
        File.Exists(untrusted) ? Path.GetFullPath(untrusted) : untrusted;

    private void Add(TriggerAction action, ActionFacts facts)
    {
        string? failure = $"not done: {MaxWaiting} actions wait, or the recorder stops";
        try
        {
            _ = _thread.Value;
            failure = _waiting.TryAdd((action, facts)) ? null : failure;
        }
        catch (InvalidOperationException)
        {
            // It ends.
        }
        catch (OutOfMemoryException noThread)
        {
            failure = $"not done: {noThread.Message}";
        }

        if (failure is not null)
        {
            Interlocked.Increment(ref _failedCount);
            _lastError = failure;
            TryLog($"action of trigger {facts.Trigger.Rule} {failure}");
        }
    }

    private void Run()
    {
        foreach ((TriggerAction action, ActionFacts facts) in _waiting.GetConsumingEnumerable())
        {
            string? failure = null;
            try
            {
                // A line of the log takes no time: an action that has hung until the stop does not cost it.
                bool isTooLate = _stop.IsSet && action.Kind != TriggerActionKind.Log;
                failure = isTooLate ? "not done, because the recorder has stopped" : Do(action, facts);
            }
            catch (Exception unexpected)
            {
                // The next actions are done all the same.
                failure = unexpected.Message;
            }

            if (failure is not null)
            {
                Interlocked.Increment(ref _failedCount);
                _lastError = failure;
                TryLog($"action of trigger {facts.Trigger.Rule} failed: {failure}");
            }
        }
    }

    private string? Do(TriggerAction action, ActionFacts facts)
    {
        switch (action.Kind)
        {
            case TriggerActionKind.Run:
                return RunAction.Run(action, facts, _stop, _time);
            case TriggerActionKind.Webhook:
                return WebhookAction.Run(action, facts, _stop, _time);
            case TriggerActionKind.Log:
                string what = facts.File ?? facts.Error ?? "no snapshot";
                _log($"trigger {facts.Trigger.Rule} fired for {facts.Process} ({facts.ProcessId}): {what}");
                return null;
            default:
                return $"{action.Kind} is not known";
        }
    }

    private void TryLog(string line)
    {
        try
        {
            _log(line);
        }
        catch (Exception)
        {
            // A log that fails has its own reader.
        }
    }
}
