using System.Text.Json;
using Contrail.Core.Formats;
using Contrail.Core.Triggers;

namespace Contrail.Triggers;

/// <summary>What the triggers of a recorder observed and decided until now. Immutable; a form of JSON.</summary>
/// <param name="Process">The name of the recorded process.</param>
/// <param name="ProcessId">Its id; 0 if unknown.</param>
/// <param name="Rules">The rules in force.</param>
internal sealed record TriggersExplanation(string Process, int ProcessId, IReadOnlyList<RuleExplanation> Rules)
{
    /// <summary>The name and version of this form.</summary>
    public const string CurrentSchema = "contrail.explanation/1";

    /// <summary>The form of this explanation.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>The profile in force, with the reason of its last change; null where it cannot be chosen.</summary>
    public ActiveProfile? Profile { get; init; }

    /// <summary>Events that arrived too fast to be observed.</summary>
    public long MissedCount { get; init; }

    /// <summary>Why triggers, or their actions, do not work as they should; null if none is known.</summary>
    public string? Error { get; init; }

    /// <summary>Explains the state of a rule.</summary>
    /// <param name="state">The rule, which no other thread uses meanwhile.</param>
    /// <param name="now">The time on the clock of its observations, in nanoseconds; null if unknown.</param>
    /// <param name="missing">All fields that conditions use and observed events do not have.</param>
    /// <param name="missingNames">All events, counters and providers that conditions name and are not seen.</param>
    public static RuleExplanation Of(
        TriggerState state,
        long? now,
        IReadOnlyList<MissingField> missing,
        IReadOnlyList<MissingName> missingNames)
    {
        SignalCondition[] conditions = [.. state.Rule.On.Signals];
        return new RuleExplanation(state.Rule.Name, state.Expression)
        {
            ObservationCount = state.ObservationCount,
            MatchCount = state.MatchCount,
            FiringCount = state.FiringCount,
            SuppressedByCooldown = state.Suppressed.Cooldown,
            SuppressedByHourlyQuota = state.Suppressed.HourlyQuota,
            SuppressedByDailyQuota = state.Suppressed.DailyQuota,
            SuppressedByPending = state.Suppressed.Pending,
            SuppressedByFailure = state.Suppressed.Failure,
            FailedCount = state.FailedCount,
            MatchTimeoutCount = state.MatchTimeoutCount,
            ForgottenCount = state.ForgottenCount,
            LastFiring = state.LastFiring is { } last
                ? Of(new DecidedObservation(last.Observation, last.Verdict), now)
                : null,
            Recent = [.. state.Recent.Reverse().Select(one => Of(one, now))],
            MissingFields =
            [
                .. missing.Where(one => conditions.Contains(one.Condition))
                    .Select(one => new ExplainedField(one.Event, one.Field, one.Nearest)),
            ],
            MissingNames =
                [.. missingNames.Where(one => conditions.Contains(one.Condition)).Select(ExplainedName.Of)],
        };
    }

    /// <summary>Several explanations as JSON, in UTF-8.</summary>
    public static byte[] ToJson(IReadOnlyList<TriggersExplanation> all) =>
        JsonSerializer.SerializeToUtf8Bytes(all, TriggersExplanationJson.Default.IReadOnlyListTriggersExplanation);

    /// <summary>Reads what <see cref="ToJson"/> wrote; null if it is something else.</summary>
    public static IReadOnlyList<TriggersExplanation>? FromJson(ReadOnlySpan<byte> untrusted)
    {
        try
        {
            IReadOnlyList<TriggersExplanation>? all = JsonSerializer.Deserialize(
                untrusted, TriggersExplanationJson.Default.IReadOnlyListTriggersExplanation);
            bool isKnown = all?.All(one => one is { Schema: CurrentSchema, Rules: not null }) == true;
            return isKnown ? all : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ExplainedDecision Of(DecidedObservation decided, long? now)
    {
        VerdictFigures figures = decided.Verdict.Figures;
        return new ExplainedDecision(
            EnumName.Of(decided.Verdict.Reason)!,
            decided.Observation.Subject,
            figures.Figure,
            figures.Limit,
            figures.Unit,
            now is { } known ? Math.Max(0, (known - decided.Observation.Nanoseconds) / 1e9) : null);
    }
}
