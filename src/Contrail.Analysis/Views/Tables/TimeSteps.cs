using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Tables;

/// <summary>
/// Adds up values by time in steps of equal length. The steps double in length whenever the trace outgrows their
/// number, so memory is bounded and the length of the trace need not be known. Not safe for concurrent use.
/// </summary>
/// <param name="capacity">The largest number of steps.</param>
internal sealed class TimeSteps(int capacity = 4_096)
{
    private const long FirstNanoseconds = 1_000_000;

    // By line; null for a line without a value.
    private readonly List<List<double>?> _sums = [];
    private readonly HashSet<int> _maxima = [];
    private long _stepNanoseconds = FirstNanoseconds;

    /// <summary>The length of a step, so far.</summary>
    public long StepNanoseconds => _stepNanoseconds;

    /// <summary>Adds a value of a line at a time; times before the window are left out.</summary>
    public void Add(int line, TraceTime time, double value)
    {
        if (time.Nanoseconds >= 0)
        {
            int step = StepOf(time.Nanoseconds);
            List<double> steps = LineOf(line, step);
            steps[step] += value;
        }
    }

    /// <summary>Adds a value of which the largest of a step counts.</summary>
    public void AddMax(int line, TraceTime time, double value)
    {
        _maxima.Add(line);
        if (time.Nanoseconds >= 0)
        {
            int step = StepOf(time.Nanoseconds);
            List<double> steps = LineOf(line, step);
            steps[step] = Math.Max(steps[step], value);
        }
    }

    /// <summary>Adds a duration to the steps in which it passed, in nanoseconds.</summary>
    public void AddSpread(int line, TimeRange range)
    {
        long start = Math.Max(0, range.Start.Nanoseconds);
        long end = range.End.Nanoseconds;
        if (end <= start)
        {
            return;
        }

        int last = StepOf(end - 1);
        List<double> steps = LineOf(line, last);
        for (int step = (int)(start / _stepNanoseconds); step <= last; step++)
        {
            long from = Math.Max(start, step * _stepNanoseconds);
            long to = Math.Min(end, (step + 1) * _stepNanoseconds);
            steps[step] += to - from;
        }
    }

    /// <summary>The number of steps until a time.</summary>
    public int Count(TraceTime end) =>
        (int)Math.Clamp((end.Nanoseconds + _stepNanoseconds - 1) / _stepNanoseconds, 1, capacity);

    /// <summary>The values of a line in each step, up to its last one that is not 0.</summary>
    public IReadOnlyList<double> Values(int line) => line < _sums.Count && _sums[line] is { } steps ? steps : [];

    /// <summary>The steps of the window, joined to at most a number of them.</summary>
    public IEnumerable<Step> Conclude(TraceTime end, int maxSteps, int lineCount)
    {
        if (_sums.Count == 0)
        {
            yield break;
        }

        int count = Count(end);
        int joined = Math.Max(1, (count + maxSteps - 1) / maxSteps);
        for (int first = 0; first < count; first += joined)
        {
            double?[] values = new double?[lineCount];
            for (int line = 0; line < _sums.Count; line++)
            {
                if (_sums[line] is { } steps)
                {
                    values[line] = Joined(steps, first, joined, _maxima.Contains(line));
                }
            }

            yield return new Step(new TraceTime(first * _stepNanoseconds), values);
        }
    }

    private static double Joined(List<double> steps, int first, int count, bool isMax)
    {
        double joined = 0;
        for (int step = first; step < Math.Min(first + count, steps.Count); step++)
        {
            joined = isMax ? Math.Max(joined, steps[step]) : joined + steps[step];
        }

        return joined;
    }

    private int StepOf(long nanoseconds)
    {
        while (nanoseconds / _stepNanoseconds >= capacity)
        {
            Double();
        }

        return (int)(nanoseconds / _stepNanoseconds);
    }

    private List<double> LineOf(int line, int step)
    {
        while (_sums.Count <= line)
        {
            _sums.Add(null);
        }

        List<double> steps = _sums[line] ??= [];
        while (steps.Count <= step)
        {
            steps.Add(0);
        }

        return steps;
    }

    private void Double()
    {
        _stepNanoseconds *= 2;
        for (int line = 0; line < _sums.Count; line++)
        {
            if (_sums[line] is not { } steps)
            {
                continue;
            }

            int half = (steps.Count + 1) / 2;
            for (int step = 0; step < half; step++)
            {
                double second = (2 * step) + 1 < steps.Count ? steps[(2 * step) + 1] : 0;
                double first = steps[2 * step];
                steps[step] = _maxima.Contains(line) ? Math.Max(first, second) : first + second;
            }

            steps.RemoveRange(half, steps.Count - half);
        }
    }

    /// <summary>The values of a step.</summary>
    /// <param name="Start">When it starts.</param>
    /// <param name="Values">The value of each line; null for a line without any value in the trace.</param>
    internal readonly record struct Step(TraceTime Start, double?[] Values)
    {
        /// <summary>The value of a line; unknown if the trace has none.</summary>
        public double? this[int line] => Values[line];

        /// <summary>The value of a line that reports changes only: unknown where it reported none.</summary>
        public double? Known(int line) => Values[line] is > 0 ? Values[line] : null;
    }
}
