namespace Contrail.Core.Triggers;

/// <summary>The memory of several conditions, and of when each was last met.</summary>
internal sealed class GroupState : ConditionState
{
    private readonly long? _within;
    private readonly ConditionState[] _parts;
    private readonly long?[] _metAt;

    /// <param name="condition">The conditions.</param>
    public GroupState(GroupCondition condition)
    {
        _within = condition.WithinNanoseconds;
        _parts = [.. condition.Parts.Select(part => part.NewState())];
        _metAt = new long?[_parts.Length];
    }

    /// <inheritdoc/>
    public override long MatchTimeoutCount => _parts.Sum(part => part.MatchTimeoutCount);

    /// <inheritdoc/>
    public override long ForgottenCount => _parts.Sum(part => part.ForgottenCount);

    /// <inheritdoc/>
    public override Verdict Decide(in Observation observation, long now)
    {
        // Every part observes everything, whatever the others decide.
        Verdict verdict = default;
        for (int index = 0; index < _parts.Length; index++)
        {
            verdict = Joined(verdict, index, _parts[index].Decide(observation, now), now);
        }

        return Decided(verdict, now);
    }

    /// <inheritdoc/>
    public override Verdict Tick(long now)
    {
        Verdict verdict = default;
        for (int index = 0; index < _parts.Length; index++)
        {
            verdict = Joined(verdict, index, _parts[index].Tick(now), now);
        }

        return Decided(verdict, now);
    }

    // The first part that is met explains the decision, otherwise the first that is concerned.
    private Verdict Joined(Verdict verdict, int index, Verdict part, long now)
    {
        _metAt[index] = part.IsFire ? now : _metAt[index];
        bool explains = (part.IsFire && !verdict.IsFire) || !verdict.IsConcerned;
        return explains ? part : verdict;
    }

    private Verdict Decided(Verdict verdict, long now)
    {
        if (_within is not { } within || !verdict.IsFire)
        {
            return verdict;
        }

        int metCount = _metAt.Count(at => at is { } met && now - met <= within);
        if (metCount < _parts.Length)
        {
            return new Verdict(
                VerdictReason.OthersMissing, verdict.Signal, metCount, _parts.Length, SignalUnit.Count);
        }

        // Each of them counts for one firing.
        Array.Clear(_metAt);
        return verdict;
    }
}
