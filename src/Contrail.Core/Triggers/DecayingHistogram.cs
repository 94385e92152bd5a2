namespace Contrail.Core.Triggers;

/// <summary>
/// The distribution of recent values: each weighs 1 and loses weight exponentially, so that a steady stream weighs as
/// much as the values of one window. Percentiles are within 5 %. 5 KiB. Times never decrease. Not safe for concurrent
/// use.
/// </summary>
internal sealed class DecayingHistogram
{
    private const int BucketsPerOctave = 8;

    /// <summary>The exponent of the smallest value that is not taken for 0: shares can be small.</summary>
    private const int MinExponent = -16;

    private const int MaxExponent = 64;
    private const int BucketCount = (MaxExponent - MinExponent) * BucketsPerOctave;

    /// <summary>Weights grow with time instead of shrinking, until they have to be scaled; far from infinity.</summary>
    private const double MaxWindows = 100;

    private readonly double[] _weights = new double[BucketCount];
    private readonly double _windowNanoseconds;
    private double _total;
    private long _base;
    private int _maxIndex;

    /// <param name="windowNanoseconds">The time in which a value loses all but 37 % of its weight; more than 0.</param>
    public DecayingHistogram(long windowNanoseconds) => _windowNanoseconds = windowNanoseconds;

    /// <summary>The weight of all values at a time.</summary>
    public double WeightAt(long now) => _total * Math.Exp((_base - now) / _windowNanoseconds);

    /// <summary>Adds a value.</summary>
    public void Add(double value, long now)
    {
        if ((now - _base) / _windowNanoseconds > MaxWindows)
        {
            Rescale(now);
        }

        int index = IndexOf(value);
        double weight = Math.Exp((now - _base) / _windowNanoseconds);
        _weights[index] += weight;
        _total += weight;
        _maxIndex = Math.Max(_maxIndex, index);
    }

    /// <summary>The value below which the given percentage of the weight is; 0 if there is none.</summary>
    public double Percentile(double percentile)
    {
        // The interesting percentiles are the high ones, so that few buckets are added.
        double above = _total * (100 - percentile) / 100;
        double sum = 0;
        for (int index = _maxIndex; index > 0; index--)
        {
            sum += _weights[index];
            if (sum > above)
            {
                return Math.Pow(2, ((index + 0.5) / BucketsPerOctave) + MinExponent);
            }
        }

        return 0;
    }

    private static int IndexOf(double value) => value > 0
        ? (int)Math.Clamp(
            (Math.Log2(value) - MinExponent) * BucketsPerOctave, 0, BucketCount - 1)
        : 0;

    private void Rescale(long now)
    {
        double factor = Math.Exp((_base - now) / _windowNanoseconds);
        _base = now;
        _total = 0;
        _maxIndex = 0;
        for (int index = 0; index < _weights.Length; index++)
        {
            _weights[index] *= factor;
            _total += _weights[index];
            _maxIndex = _weights[index] > 0 ? index : _maxIndex;
        }
    }
}
