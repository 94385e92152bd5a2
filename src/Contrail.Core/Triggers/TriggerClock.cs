namespace Contrail.Core.Triggers;

/// <summary>
/// Makes a time that never decreases and never overflows of moments that can be anything: a late observation happens
/// now, and a clock that was set back continues from where it was. Not safe for concurrent use.
/// </summary>
internal sealed class TriggerClock
{
    /// <summary>
    /// What is older than this is a clock that was set back: threads write their events seconds late at most.
    /// </summary>
    public const long MaxLateNanoseconds = 10_000_000_000;

    /// <summary>No cooldown or quota lasts longer, so that a longer step has no other effect.</summary>
    public const long MaxStepNanoseconds = 2 * 24 * 3_600 * 1_000_000_000L;

    private long _source;
    private bool _isStarted;

    /// <summary>The time since the first moment.</summary>
    public long Now { get; private set; }

    /// <summary>Advances to a moment and returns the time.</summary>
    public long At(long untrusted)
    {
        Int128 step = _isStarted ? (Int128)untrusted - _source : 0;
        bool isLate = step < 0 && step >= -MaxLateNanoseconds;
        if (!isLate)
        {
            _source = untrusted;
            _isStarted = true;
        }

        if (step > 0)
        {
            // Two hundred years of time are enough for thousands of steps of such a length.
            Now = Math.Min(Now + (long)Int128.Min(step, MaxStepNanoseconds), long.MaxValue / 2);
        }

        return Now;
    }
}
