namespace Contrail.Core.Triggers;

/// <summary>
/// How long a condition has been met without an interruption: by an observation that does not meet it, or by no
/// observation for as long as it has to be met. Immutable; the default has not been met.
/// </summary>
/// <param name="IsMet">Whether the last observation met it.</param>
/// <param name="Since">The first observation that did.</param>
/// <param name="Last">The last one.</param>
internal readonly record struct Holding(bool IsMet, long Since, long Last)
{
    /// <summary>The memory after an observation, and whether that meets the condition for long enough.</summary>
    public static (Holding Memory, Verdict Verdict) Decide(Holding memory, Verdict verdict, long hold, long now)
    {
        if (!verdict.IsFire)
        {
            return (default, verdict);
        }

        bool continues = memory.IsMet && now - memory.Last <= hold;
        Holding next = new(true, continues ? memory.Since : now, now);
        long held = now - next.Since;
        return (next, held >= hold
            ? verdict
            : new Verdict(VerdictReason.NotLongEnough, verdict.Signal, held, hold, SignalUnit.Duration));
    }
}
