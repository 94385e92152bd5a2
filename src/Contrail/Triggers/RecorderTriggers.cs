using Contrail.Capture;
using Contrail.Core.Triggers;

namespace Contrail.Triggers;

/// <summary>What a recorder watches for, from its start to its stop. Thread-safe.</summary>
internal sealed class RecorderTriggers : IDisposable
{
    private readonly TriggerPlan _plan;
    private readonly TriggerSnapshots? _snapshots;
    private volatile TriggerWatch? _watch;

    private RecorderTriggers(TriggerPlan plan, TriggerSnapshots? snapshots)
    {
        _plan = plan;
        _snapshots = snapshots;
    }

    /// <summary>Why triggers, or their actions, do not work as they should; null if none is known.</summary>
    public string? Error => Failure ?? (_watch is { MissedCount: > 0 and var missed }
        ? $"{missed} events or batches of events arrived too fast to be observed by triggers"
        : null);

    // What arrived too fast is in the file: a failure counts more.
    private string? Failure => _watch is { Failure: { } failure }
        ? $"triggers are no longer watched: {failure.Message}"
        : _snapshots?.Error;

    /// <inheritdoc cref="TriggerWatch.MissingFields"/>
    public IReadOnlyList<MissingField> MissingFields => _watch?.MissingFields ?? [];

    /// <inheritdoc cref="TriggerWatch.MissingNames"/>
    public IReadOnlyList<MissingName> MissingNames => _watch?.MissingNames ?? [];

    /// <summary>Adds the state of the triggers.</summary>
    public RecorderHealth Complete(RecorderHealth health) => health with
    {
        TriggerError = Error,
        MissingTriggerNameCount = MissingFields.Count + MissingNames.Count,
    };

    /// <summary>Prepares the plan of a caller that takes the snapshots itself; null without one.</summary>
    /// <exception cref="SourceUnavailableException">A trigger cannot fire for this source.</exception>
    public static RecorderTriggers? For(TriggerPlan? plan, RecordingSource source, TimeSpan period)
    {
        plan?.Use(source, period);
        return plan is null ? null : new RecorderTriggers(plan, snapshots: null);
    }

    /// <summary>Prepares triggers whose snapshots are taken here.</summary>
    /// <exception cref="SourceUnavailableException">A trigger cannot fire for this source.</exception>
    public static RecorderTriggers For(TriggerSnapshots snapshots, RecordingSource source, TimeSpan period)
    {
        snapshots.Plan.Use(source, period);
        return new RecorderTriggers(snapshots.Plan, snapshots);
    }

    /// <summary>Begins to watch a recording.</summary>
    /// <exception cref="OutOfMemoryException">No thread can be started; the recording is disposed.</exception>
    public void Start(Recording recording)
    {
        try
        {
            _watch = new TriggerWatch(recording.Source, _plan);
            _snapshots?.Start(recording.Source.Process);
        }
        catch
        {
            _watch?.Dispose();
            recording.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The conditions of each rule whose events the profile lacks since it was changed; none before the first change.
    /// </summary>
    public IReadOnlyList<(string Rule, string Condition)> NotRecorded()
    {
        TriggerWatch? watch = _watch;
        return watch?.Profile?.Because is null ? [] : _plan.With<IReadOnlyList<(string, string)>>(set =>
        [
            .. set.States.SelectMany(
                state => watch.NotRecorded(state.Rule).Select(condition => (state.Rule.Name, condition))),
        ]);
    }

    /// <summary>The rules that their quotas have suppressed since they last fired.</summary>
    public IReadOnlyList<UsedQuota> UsedQuotas() => _plan.With<IReadOnlyList<UsedQuota>>(set =>
    [
        .. set.States.Where(one => one.SuppressedSinceFiring.DailyQuota > 0)
            .Select(one => new UsedQuota(one.Rule.Name, IsDaily: true, one.Rule.MaxPerDay, one.FiringCount)),
        .. set.States.Where(one => one.SuppressedSinceFiring.HourlyQuota > 0)
            .Select(one => new UsedQuota(one.Rule.Name, IsDaily: false, one.Rule.MaxPerHour, one.FiringCount)),
    ]);

    /// <summary>The profile in force; null where it cannot be chosen.</summary>
    public ActiveProfile? Profile => _watch?.Profile;

    /// <summary>What was observed and decided until now.</summary>
    public TriggersExplanation Explain(ProcessFacts? process)
    {
        TriggerWatch? watch = _watch;
        RuleExplanation[] rules = _plan.With(set => set.States
            .Select(state => TriggersExplanation.Of(state, watch?.Now, MissingFields, MissingNames) with
            {
                NotRecorded = watch?.NotRecorded(state.Rule) ?? [],
                SnapshotInSeconds = state.Pending is { } pending ? _plan.TimeUntil(pending).TotalSeconds : null,
            })
            .ToArray());
        return new TriggersExplanation(process?.Name ?? "", process?.Id ?? 0, rules)
        {
            Profile = watch?.Profile,
            MissedCount = watch?.MissedCount ?? 0,
            Error = Failure,
        };
    }

    /// <inheritdoc cref="TriggerWatch.HasReportedEnd"/>
    public bool HasReportedEnd => _watch is { HasReportedEnd: true };

    /// <inheritdoc cref="TriggerWatch.Conclude"/>
    public bool Conclude(TimeSpan patience) => _watch?.Conclude(patience) ?? true;

    /// <summary>
    /// Before the recorder stops: ends the watch, and requests the snapshot of what has fired, without waiting for it.
    /// </summary>
    public void EndWatch()
    {
        _watch?.Dispose();
        _snapshots?.RequestLast();
    }

    /// <summary>Ends, after the snapshots of the recorder have ended.</summary>
    public void Dispose() => _snapshots?.Dispose();
}
