using Contrail.Analysis.Model;
using Contrail.Core.Triggers;

namespace Contrail.Analysis.Trials;

/// <summary>Finds rules of which a file does not show whether they would have fired: no match is not 0 then.</summary>
internal static class TrialDoubts
{
    /// <summary>Why the file does not show it; none if the rule has matched, or if all that it needs was recorded.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="state">The rule.</param>
    public static TrialDoubt Of(ObservedFile file, TriggerState state) => state.MatchCount > 0
        ? TrialDoubt.None
        : state.Rule.On.Signals.Select(one => Of(file, one)).FirstOrDefault(doubt => doubt != TrialDoubt.None);

    private static TrialDoubt Of(ObservedFile file, SignalCondition condition)
    {
        if (!file.Signals.Contains(condition.Signal.Observed))
        {
            return TrialDoubt.NotInFormat;
        }

        bool hasNothing = file.MissingNames.Any(
            one => one.Condition == condition && one.Kind == MissingNameKind.Provider);
        if (hasNothing)
        {
            return TrialDoubt.NothingOfProvider;
        }

        ModelNeeds needs = NeedsOf(condition.Signal.Observed);
        return file.Coverage is null || needs == ModelNeeds.None ? TrialDoubt.None : Of(file.Coverage.Of(needs));
    }

    private static TrialDoubt Of(Coverage coverage) => coverage.State switch
    {
        CoverageState.NotRecorded => TrialDoubt.NotRecorded,
        CoverageState.Unknown => TrialDoubt.UnknownIfRecorded,
        _ => coverage.IsOfSomeSources ? TrialDoubt.UnknownIfRecorded : TrialDoubt.None,
    };

    // An event and a counter have a provider of their own, whose absence is known by its name.
    private static ModelNeeds NeedsOf(SignalKind signal) => signal switch
    {
        SignalKind.GcPause or SignalKind.Suspension => ModelNeeds.Pauses,
        SignalKind.Gen2 or SignalKind.InducedGc => ModelNeeds.Collections,
        SignalKind.Exception => ModelNeeds.Exceptions,
        SignalKind.Contention => ModelNeeds.Waits,
        SignalKind.Starvation => ModelNeeds.PoolAdjustments,
        SignalKind.Log => ModelNeeds.Logs,
        SignalKind.Request => ModelNeeds.Spans,
        _ => ModelNeeds.None,
    };
}
