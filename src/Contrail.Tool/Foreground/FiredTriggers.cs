using System.Diagnostics;
using Contrail.Core.Triggers;
using Contrail.Snapshots;
using Contrail.Tool.Text;
using Contrail.Triggers;
using Contrail.Triggers.Actions;

namespace Contrail.Tool.Foreground;

/// <summary>
/// The triggers of a recording in the foreground: collects those that fire until their snapshot is due, and has their
/// actions done after it. Thread-safe.
/// </summary>
internal sealed class FiredTriggers : IDisposable
{
    /// <summary>How long the end of a recording waits for actions in progress.</summary>
    public static readonly TimeSpan MaxActions = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly TriggerActions _actions;
    private readonly RulesInForce _rules;
    private readonly IReadOnlyList<TriggerRule> _taken;
    private volatile Action<string>? _note;
    private volatile Action? _wake;

    /// <param name="rules">The rules.</param>
    public FiredTriggers(RulesInForce rules)
    {
        _rules = rules;
        _taken = rules.Current;
        Plan = new TriggerPlan(_taken, TimeProvider.System, _ => _wake?.Invoke());
        _actions = new TriggerActions(line => _note?.Invoke(line), TimeProvider.System);
    }

    /// <summary>What a recorder watches for.</summary>
    public TriggerPlan Plan { get; }

    /// <summary>Whether the rules can be read again.</summary>
    public bool CanReload => _rules.CanReload;

    /// <summary>Sets what receives lines of actions, on another thread.</summary>
    public void NoteTo(Action<string> note) => _note = note;

    /// <summary>Sets what is called when a rule fires, on another thread; it must not block.</summary>
    public void WakeBy(Action wake) => _wake = wake;

    /// <summary>
    /// Reads the rules again and puts them in force; the recording goes on. If they are invalid, the earlier ones stay.
    /// </summary>
    /// <param name="note">Receives the result in a line.</param>
    public void Reload(Action<string> note) => _rules.Reload(() => [Plan], note);

    /// <inheritdoc cref="RulesInForce.Update"/>
    public void Update() => _rules.Update(Plan, _taken);

    /// <summary>Returns a request for a snapshot if one is due.</summary>
    /// <param name="isOver">
    /// Whether the process has ended: then none is due, because the last snapshot includes what is pending.
    /// </param>
    public StopRequest? TakeDue(bool isOver) => !isOver && Plan.TakeDue() is { Count: > 0 } fired
        ? new StopRequest(TriggerRequest.Of(fired).Reason, End: false) { Fired = fired }
        : null;

    /// <summary>Adds what has fired to a request whose snapshot is the last one.</summary>
    public StopRequest AddPending(StopRequest last) => last with { Fired = [.. last.Fired, .. Plan.TakeAll()] };

    /// <summary>The request to a recorder. A stop keeps its own reason.</summary>
    public static SnapshotRequest RequestOf(StopRequest request) =>
        TriggerRequest.Of(request.Fired) with { Reason = request.Reason, HasBurst = !request.IsUrgent };

    /// <summary>Reports what fired, after its snapshot, and has the actions done.</summary>
    /// <param name="request">The request.</param>
    /// <param name="saved">The snapshot; null if it was not written.</param>
    /// <param name="error">Why it was not written; null if it was.</param>
    /// <param name="process">The recorded process; null if it is unknown.</param>
    /// <param name="note">Receives a line for each.</param>
    public void Conclude(
        StopRequest request, SavedSnapshot? saved, string? error, ProcessFacts? process, Action<string> note)
    {
        Plan.Conclude(request.Fired, isWritten: saved is not null);
        foreach (PendingTrigger fired in request.Fired)
        {
            note($"{(saved is null ? "not written for" : "taken because of")} {TriggerText.Of(fired)}");
        }

        _actions.Add(request.Fired, RequestOf(request), saved, error, process);
    }

    /// <summary>No more actions are added.</summary>
    /// <returns>Whether all are done; their thread has ended then.</returns>
    public bool Close() => _actions.Finish(TimeSpan.Zero);

    /// <summary>Waits for the actions, within a time limit.</summary>
    /// <param name="note">Receives a line if some are not done.</param>
    /// <param name="isHurried">Returns whether the user has requested the end.</param>
    public void Finish(Action<string> note, Func<bool> isHurried) =>
        Finish(note, isHurried, Stopwatch.GetTimestamp());

    /// <summary>The same, with a time limit that several share.</summary>
    /// <param name="note">Receives a line if some are not done.</param>
    /// <param name="isHurried">Returns whether the user has requested the end.</param>
    /// <param name="started">The stopwatch timestamp at which the time began.</param>
    public void Finish(Action<string> note, Func<bool> isHurried, long started)
    {
        bool isDone = Close();
        while (!isDone && !isHurried() && Stopwatch.GetElapsedTime(started) < MaxActions)
        {
            isDone = _actions.Finish(LookEvery);
        }

        if (!isDone)
        {
            note("an action of a trigger is not done, and is left alone");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _actions.Dispose();
}
