using System.Numerics;

namespace Contrail.Analysis.Views.Tables;

/// <summary>
/// Adds up durations, with percentiles that are at most 1 % too high, in memory that does not grow with their number.
/// Not safe for concurrent use.
/// </summary>
internal sealed class DurationTally
{
    /// <summary>Each power of two has 2^7 buckets: a bucket is less than 1 % wide.</summary>
    private const int SubBits = 7;

    private readonly Dictionary<int, long> _buckets = [];

    /// <summary>Number of durations.</summary>
    public long Count { get; private set; }

    /// <summary>The sum in nanoseconds: a floating-point number, because no sum of them may overflow.</summary>
    public double Total { get; private set; }

    /// <summary>The longest, in nanoseconds; 0 for none.</summary>
    public long Max { get; private set; }

    /// <summary>Adds a duration in nanoseconds; a negative one counts as 0.</summary>
    public void Add(long nanoseconds)
    {
        nanoseconds = Math.Max(0, nanoseconds);
        Count++;
        Total += nanoseconds;
        Max = Math.Max(Max, nanoseconds);
        int bucket = BucketOf(nanoseconds);
        _buckets[bucket] = _buckets.GetValueOrDefault(bucket) + 1;
    }

    /// <summary>Adds all durations of another.</summary>
    public void Add(DurationTally other)
    {
        Count += other.Count;
        Total += other.Total;
        Max = Math.Max(Max, other.Max);
        foreach ((int bucket, long count) in other._buckets)
        {
            _buckets[bucket] = _buckets.GetValueOrDefault(bucket) + count;
        }
    }

    /// <summary>A duration that a part of all do not exceed, in nanoseconds; null for no durations.</summary>
    /// <param name="part">The part, above 0 and up to 1.</param>
    public long? Percentile(double part)
    {
        if (Count == 0)
        {
            return null;
        }

        long rank = Math.Clamp((long)Math.Ceiling(part * Count), 1, Count);
        long seen = 0;
        foreach ((int bucket, long count) in _buckets.OrderBy(pair => pair.Key))
        {
            seen += count;
            if (seen >= rank)
            {
                return Math.Min(Max, LastOf(bucket));
            }
        }

        return Max;
    }

    private static int BucketOf(long value)
    {
        if (value < 1 << SubBits)
        {
            return (int)value;
        }

        int shift = BitOperations.Log2((ulong)value) - SubBits;
        return ((shift + 1) << SubBits) + (int)((value >> shift) - (1 << SubBits));
    }

    private static long LastOf(int bucket)
    {
        int shift = (bucket >> SubBits) - 1;
        if (shift < 0)
        {
            return bucket;
        }

        long first = (long)((bucket & ((1 << SubBits) - 1)) + (1 << SubBits)) << shift;
        return first + (1L << shift) - 1;
    }
}
