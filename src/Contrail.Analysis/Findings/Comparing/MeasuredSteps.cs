using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Comparing;

/// <summary>The values of measures in equal steps of time. Immutable; safe from any thread.</summary>
internal sealed class MeasuredSteps
{
    /// <summary>The part of an amount at each edge that does not count as its time.</summary>
    private const double Edge = 0.025;

    /// <summary>An amount that is spread over more of the window is spread over all of it.</summary>
    private const double MaxShare = 0.8;

    private const double NanosecondsPerSecond = 1e9;

    // By measure: of a level its value in each step, of an amount its sum up to each step.
    private readonly Dictionary<MeasureKey, double[]> _values = [];
    private readonly double _stepNanoseconds;
    private readonly int _count;

    /// <param name="steps">The values.</param>
    /// <param name="lines">The line of each measure.</param>
    /// <param name="end">The end of the window.</param>
    public MeasuredSteps(TimeSteps steps, IReadOnlyDictionary<MeasureKey, int> lines, TraceTime end)
    {
        _count = steps.Count(end);
        _stepNanoseconds = steps.StepNanoseconds;
        End = end;
        foreach ((MeasureKey key, int line) in lines)
        {
            IReadOnlyList<double> values = steps.Values(line);
            _values.Add(key, MeasureScale.Of(key.Kind).IsLevel ? LevelsOf(values) : SumsOf(values));
        }

        Keys = [.. _values.Keys];
    }

    /// <summary>The end of the window.</summary>
    public TraceTime End { get; }

    /// <summary>Kinds that were not recorded, or in a part of the window only: their 0 means nothing.</summary>
    public IReadOnlySet<MeasureKind> NotComparable { get; init; } = new HashSet<MeasureKind>();

    /// <summary>Whether what runs and waits are goroutines, not threads.</summary>
    public bool HasGoroutines { get; init; }

    /// <summary>Values that were not measured, because there were too many different places, types or names.</summary>
    public long RejectedCount { get; init; }

    /// <summary>What was measured.</summary>
    public IReadOnlyList<MeasureKey> Keys { get; }

    /// <summary>
    /// What can differ by so much between two ranges of a second or longer: most places, types and names have few
    /// values, and need no comparison of many ranges.
    /// </summary>
    /// <param name="minEffect">The smallest difference that matters, of <see cref="MeasureScale.Full"/>.</param>
    public IReadOnlySet<MeasureKey> KeysOf(double minEffect) => Keys.Where(key => MeasureScale.Of(key.Kind) is var scale
        && (scale.IsLevel || DivisorOf(key) is not null
            || MaxPerSecond(_values[key]) >= minEffect * scale.Full)).ToHashSet();

    /// <summary>
    /// The value of a measure in a range: per second, or for a level the largest. Null if it has none there: a level
    /// that was not reported, or a mean of nothing.
    /// </summary>
    public double? Value(MeasureKey key, TraceTime from, TraceTime to)
    {
        MeasureScale scale = MeasureScale.Of(key.Kind);
        if (DivisorOf(key) is { } divisor)
        {
            double count = Sum(divisor, from, to);
            double unit = scale.Unit == MeasureUnit.TimeShare ? NanosecondsPerSecond : 1;
            return count > 0 ? unit * Sum(key, from, to) / count : null;
        }

        double seconds = (to.Nanoseconds - from.Nanoseconds) / 1e9;
        return scale.IsLevel ? Level(key, from, to) : seconds > 0 ? Sum(key, from, to) / seconds : null;
    }

    /// <summary>
    /// The range that contains nearly all of a measure; null if that is nearly the whole window, or if it has no
    /// amount.
    /// </summary>
    public TimeRange? Concentration(MeasureKey key)
    {
        if (MeasureScale.Of(key.Kind).IsLevel || !_values.TryGetValue(key, out double[]? sums) || !(sums[^1] > 0))
        {
            return null;
        }

        int first = Array.FindIndex(sums, sum => sum > Edge * sums[^1]) - 1;
        int last = Array.FindIndex(sums, sum => sum >= (1 - Edge) * sums[^1]);
        TraceTime to = new(Math.Min(End.Nanoseconds, (long)(last * _stepNanoseconds)));
        TimeRange range = new(new TraceTime((long)(first * _stepNanoseconds)), to, false, false);
        return range.Nanoseconds < MaxShare * End.Nanoseconds ? range : null;
    }

    /// <summary>The ranges of a length in which a measure has the most and the least; none of a level or a mean.
    /// </summary>
    /// <param name="key">The measure.</param>
    /// <param name="from">The earliest start.</param>
    /// <param name="nanoseconds">The length.</param>
    public IEnumerable<TimeRange> Extremes(MeasureKey key, TraceTime from, long nanoseconds)
    {
        int length = Math.Max(1, (int)Math.Round(nanoseconds / _stepNanoseconds));
        int first = (int)Math.Ceiling(from.Nanoseconds / _stepNanoseconds);
        if (MeasureScale.Of(key.Kind).IsLevel || DivisorOf(key) is not null || first + length > _count)
        {
            yield break;
        }

        double[] sums = _values[key];
        (int most, int least) = (first, first);
        for (int step = first; step + length <= _count; step++)
        {
            double sum = sums[step + length] - sums[step];
            most = sum > sums[most + length] - sums[most] ? step : most;
            least = sum < sums[least + length] - sums[least] ? step : least;
        }

        yield return RangeOf(most, length);
        yield return RangeOf(least, length);
    }

    /// <summary>How many values an amount consists of in a range, for a mean; null for others.</summary>
    public double? CountOf(MeasureKey key, TraceTime from, TraceTime to) =>
        DivisorOf(key) is { } divisor ? Sum(divisor, from, to) : null;

    // Of a mean, what counts its values.
    private static MeasureKey? DivisorOf(MeasureKey key) => key.Kind switch
    {
        MeasureKind.SpanTime => key with { Kind = MeasureKind.Spans },
        MeasureKind.SampledThreads => new MeasureKey(MeasureKind.SampleRounds, ""),
        _ => null,
    };

    private TimeRange RangeOf(int step, int length) => new(
        new TraceTime((long)(step * _stepNanoseconds)),
        new TraceTime(Math.Min(End.Nanoseconds, (long)((step + length) * _stepNanoseconds))), false, false);

    // A range that is not a whole number of seconds long can have twice the amount of the largest second.
    private double MaxPerSecond(double[] sums)
    {
        int steps = Math.Clamp((int)Math.Ceiling(1e9 / _stepNanoseconds), 1, sums.Length - 1);
        double most = 0;
        for (int step = 0; step + steps < sums.Length; step++)
        {
            most = Math.Max(most, sums[step + steps] - sums[step]);
        }

        return 2 * most / Math.Max(1, steps * _stepNanoseconds / 1e9);
    }

    // Records after the end of the trace do not count.
    private double[] LevelsOf(IReadOnlyList<double> values)
    {
        double[] levels = new double[_count];
        for (int index = 0; index < Math.Min(_count, values.Count); index++)
        {
            levels[index] = values[index];
        }

        return levels;
    }

    private double[] SumsOf(IReadOnlyList<double> values)
    {
        double[] sums = new double[_count + 1];
        for (int index = 0; index < _count; index++)
        {
            sums[index + 1] = sums[index] + (index < values.Count ? values[index] : 0);
        }

        return sums;
    }

    private double? Level(MeasureKey key, TraceTime from, TraceTime to)
    {
        if (!_values.TryGetValue(key, out double[]? levels))
        {
            return null;
        }

        double most = 0;
        int last = Math.Min(_count - 1, (int)Math.Ceiling(to.Nanoseconds / _stepNanoseconds) - 1);
        for (int step = (int)(from.Nanoseconds / _stepNanoseconds); step <= last; step++)
        {
            most = Math.Max(most, levels[step]);
        }

        return most > 0 ? most : null;
    }

    private double Sum(MeasureKey key, TraceTime from, TraceTime to) => _values.TryGetValue(key, out double[]? sums)
        ? SumUntil(sums, to) - SumUntil(sums, from)
        : 0;

    // Within a step, an amount counts as spread evenly.
    private double SumUntil(double[] sums, TraceTime time)
    {
        if (time >= End || _count == 0)
        {
            return sums[^1];
        }

        // The window can end within the last step.
        double at = Math.Clamp(time.Nanoseconds / _stepNanoseconds, 0, _count);
        int step = Math.Min((int)at, _count - 1);
        double length = Math.Min(1, (End.Nanoseconds / _stepNanoseconds) - step);
        double part = length > 0 ? Math.Min(1, (at - step) / length) : 1;
        return sums[step] + (part * (sums[step + 1] - sums[step]));
    }
}
