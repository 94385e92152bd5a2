using Contrail.Core.Triggers;

namespace Contrail.Triggers;

/// <summary>What a recorder watches for, and what it does then. Immutable.</summary>
/// <param name="Rules">The rules.</param>
/// <param name="Fire">Receives what fires, on the thread of the watch; it must not block.</param>
internal sealed record TriggerPlan(IReadOnlyList<TriggerRule> Rules, Action<TriggerFiring> Fire)
{
    /// <summary>Requires that all signals of the rules are observed: a rule that cannot fire is a mistake.</summary>
    /// <exception cref="SourceUnavailableException">One is not.</exception>
    public void RequireObserved(RecordingSource source)
    {
        foreach (TriggerRule rule in Rules)
        {
            SignalDescription? unobserved = rule.On.Signals.Select(one => one.Signal)
                .FirstOrDefault(signal => !source.ObservedSignals.Contains(signal.Observed));
            if (unobserved is not null)
            {
                string observed = string.Join(", ", Signals.All
                    .Where(one => source.ObservedSignals.Contains(one.Observed)).Select(one => one.Name));
                throw new SourceUnavailableException(
                    $"Cannot watch for '{rule.Name}': '{unobserved.Name}' is not observed of this source yet. Observed "
                    + $"are {observed}.");
            }
        }
    }
}
