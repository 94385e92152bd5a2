namespace Contrail.Core.Triggers;

/// <summary>Selects observations by their fields. Not safe for concurrent use.</summary>
internal sealed class FieldSelection
{
    /// <summary>
    /// How long a pattern is not tried after it took too long: an expression that is slow for every message may use 5 %
    /// of the time of the thread that reads the stream.
    /// </summary>
    public const long RestNanoseconds = 2_000_000_000;

    private readonly IReadOnlyList<FieldTest> _tests;
    private long? _timedOutAt;

    /// <param name="condition">The condition with the comparisons.</param>
    public FieldSelection(SignalCondition condition) => _tests = condition.Tests;

    /// <summary>Observations that were not selected because a comparison took too long or was not made.</summary>
    public long TimeoutCount { get; private set; }

    /// <summary>Returns <see cref="VerdictReason.Fire"/> for an observation that is selected.</summary>
    public VerdictReason Decide(in Observation observation, long now)
    {
        for (int index = 0; index < _tests.Count; index++)
        {
            FieldTest test = _tests[index];
            if (test.Pattern is null && !test.Holds(observation))
            {
                return VerdictReason.OtherField;
            }
        }

        for (int index = 0; index < _tests.Count; index++)
        {
            if (_tests[index] is { Pattern: { } pattern } test
                && Match(pattern, test.TextOf(observation), now) is not VerdictReason.Fire and { } reason)
            {
                return reason;
            }
        }

        return VerdictReason.Fire;
    }

    private VerdictReason Match(TextPattern pattern, string? text, long now)
    {
        if (text is null)
        {
            return VerdictReason.OtherField;
        }

        bool isResting = _timedOutAt is { } at && now - at < RestNanoseconds;
        bool? isMatch = isResting ? null : pattern.IsMatch(text);
        if (isMatch is { } known)
        {
            return known ? VerdictReason.Fire : VerdictReason.OtherField;
        }

        _timedOutAt = isResting ? _timedOutAt : now;
        TimeoutCount++;
        return VerdictReason.MatchTimedOut;
    }
}
