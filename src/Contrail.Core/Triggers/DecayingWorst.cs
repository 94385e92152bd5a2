namespace Contrail.Core.Triggers;

/// <summary>
/// The largest value, halved for each half-life that has passed since. Times never decrease. Not safe for concurrent
/// use.
/// </summary>
internal sealed class DecayingWorst
{
    private readonly double _halfLifeNanoseconds;
    private double _worst;
    private long _at;

    /// <param name="halfLifeNanoseconds">More than 0.</param>
    public DecayingWorst(long halfLifeNanoseconds) => _halfLifeNanoseconds = halfLifeNanoseconds;

    /// <summary>The worst at a time; 0 if there is none.</summary>
    public double At(long now) => _worst * Math.Pow(2, (_at - now) / _halfLifeNanoseconds);

    /// <summary>Adds a value; a negative one is none.</summary>
    public void Add(double value, long now)
    {
        if (value >= At(now))
        {
            _worst = value;
            _at = now;
        }
    }
}
