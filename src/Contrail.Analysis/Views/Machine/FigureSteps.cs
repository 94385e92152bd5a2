using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Machine;

/// <summary>
/// Keeps values that last for a time in steps of equal length, each with its smallest, mean and largest value. The
/// steps double in length whenever the trace outgrows their number, so memory is bounded. Not safe for concurrent use.
/// </summary>
internal sealed class FigureSteps
{
    /// <summary>The largest number of steps.</summary>
    public const int Capacity = 512;

    private const long FirstNanoseconds = 500_000_000;

    private readonly List<Sum> _sums = [];
    private long _stepNanoseconds = FirstNanoseconds;

    /// <summary>Adds a value that lasted for a time; the part of it before the window is left out.</summary>
    public void Add(TraceTime from, TraceTime to, double value)
    {
        long start = Math.Max(0, from.Nanoseconds);
        long end = to.Nanoseconds;
        if (end <= start)
        {
            return;
        }

        Grow(end - 1);
        int last = (int)((end - 1) / _stepNanoseconds);
        while (_sums.Count <= last)
        {
            _sums.Add(default);
        }

        for (int step = (int)(start / _stepNanoseconds); step <= last; step++)
        {
            long shared = Math.Min(end, (step + 1) * _stepNanoseconds) - Math.Max(start, step * _stepNanoseconds);
            _sums[step] = Sum.Of(_sums[step], new Sum(shared, value * shared, value, value));
        }
    }

    /// <summary>The length of the steps that <see cref="Conclude"/> returns.</summary>
    public static long LengthOf(TraceTime end, int maxSteps)
    {
        long step = FirstNanoseconds;
        while (end.Nanoseconds / step >= Capacity)
        {
            step *= 2;
        }

        long count = Math.Max(1, (end.Nanoseconds + step - 1) / step);
        return step * ((count + maxSteps - 1) / maxSteps);
    }

    /// <summary>The steps until the end of the window, each of <see cref="LengthOf"/>; null without a value.</summary>
    public IReadOnlyList<FigureStep?> Conclude(TraceTime end, int maxSteps)
    {
        Grow(Math.Max(0, end.Nanoseconds));
        long length = LengthOf(end, maxSteps);
        int joined = (int)Math.Max(1, length / _stepNanoseconds);
        List<FigureStep?> steps = [];
        for (long start = 0; start < Math.Max(1, end.Nanoseconds); start += length)
        {
            Sum sum = default;
            int first = (int)(start / _stepNanoseconds);
            for (int step = first; step < Math.Min(first + joined, _sums.Count); step++)
            {
                sum = Sum.Of(sum, _sums[step]);
            }

            steps.Add(sum.Nanoseconds > 0
                ? new FigureStep(sum.Amount / sum.Nanoseconds, sum.Min, sum.Max)
                : null);
        }

        return steps;
    }

    private void Grow(long nanoseconds)
    {
        while (nanoseconds / _stepNanoseconds >= Capacity)
        {
            _stepNanoseconds *= 2;
            int half = (_sums.Count + 1) / 2;
            for (int step = 0; step < half; step++)
            {
                Sum second = (2 * step) + 1 < _sums.Count ? _sums[(2 * step) + 1] : default;
                _sums[step] = Sum.Of(_sums[2 * step], second);
            }

            _sums.RemoveRange(half, _sums.Count - half);
        }
    }

    private readonly record struct Sum(double Nanoseconds, double Amount, double Min, double Max)
    {
        public static Sum Of(Sum left, Sum right) =>
            left.Nanoseconds <= 0 ? right
            : right.Nanoseconds <= 0 ? left
            : new Sum(
                left.Nanoseconds + right.Nanoseconds, left.Amount + right.Amount,
                Math.Min(left.Min, right.Min), Math.Max(left.Max, right.Max));
    }
}
