using Contrail.Agent.Keeping;
using Contrail.Core.Triggers;

namespace Contrail.Tool.Foreground;

/// <summary>A request to a recording in the foreground: take a snapshot, and optionally stop.</summary>
/// <param name="Reason">The reason for the manifest.</param>
/// <param name="End">Whether recording stops after that snapshot.</param>
internal readonly record struct StopRequest(string Reason, bool End)
{
    private readonly IReadOnlyList<PendingTrigger>? _fired;

    /// <summary>The stopwatch timestamp at which it was queued.</summary>
    public long At { get; init; }

    /// <summary>Whether the user sent it, not a timer: only a user's second request cancels a snapshot.</summary>
    public bool IsFromUser { get; init; }

    /// <summary>
    /// Whether the sender waits a limited time, and kills this process then: the snapshot is taken without a burst.
    /// </summary>
    public bool IsUrgent { get; init; }

    /// <summary>Whether it is a request to read the rules again, if it does not end the recording.</summary>
    public bool IsReload { get; init; }

    /// <summary>Whether it only ends a wait.</summary>
    public bool IsWake { get; init; }

    /// <summary>The triggers for which the snapshot is taken; none for other reasons.</summary>
    public IReadOnlyList<PendingTrigger> Fired
    {
        get => _fired ?? [];
        init => _fired = value;
    }

    /// <summary>What requested it, for an index.</summary>
    public SnapshotCause Cause => Fired.Count > 0 ? SnapshotCause.Trigger
        : IsFromUser || !End ? SnapshotCause.User
        : SnapshotCause.End;

    /// <summary>The name of the cause: that of the rule or of the user's request; the end has none.</summary>
    public string CauseName => Cause switch
    {
        SnapshotCause.Trigger => Fired[0].Firing.Rule.Name,
        SnapshotCause.User => Reason,
        _ => "",
    };
}
