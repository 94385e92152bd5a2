using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Comparing;

/// <summary>The values of measures in equal steps of time. Immutable; safe from any thread.</summary>
internal sealed class MeasuredSteps
{
    private const int MaxSteps = 1_024;

    private readonly TimeSteps.Step[] _steps;
    private readonly IReadOnlyDictionary<MeasureKey, int> _lines;
    private readonly double _stepNanoseconds;

    /// <param name="steps">The values.</param>
    /// <param name="lines">The line of each measure.</param>
    /// <param name="end">The end of the window.</param>
    public MeasuredSteps(TimeSteps steps, IReadOnlyDictionary<MeasureKey, int> lines, TraceTime end)
    {
        _steps = [.. steps.Conclude(end, MaxSteps, lines.Count)];
        _lines = lines;
        _stepNanoseconds = _steps.Length > 1
            ? _steps[1].Start.Nanoseconds - _steps[0].Start.Nanoseconds
            : Math.Max(1, end.Nanoseconds);
        End = end;
    }

    /// <summary>The end of the window.</summary>
    public TraceTime End { get; }

    /// <summary>What was measured.</summary>
    public IEnumerable<MeasureKey> Keys => _lines.Keys;

    /// <summary>
    /// The value of a measure in a range: per second, or for a level the largest. Null if it has none there: a level
    /// that was not reported, or a mean of nothing.
    /// </summary>
    public double? Value(MeasureKey key, TraceTime from, TraceTime to)
    {
        MeasureScale scale = MeasureScale.Of(key.Kind);
        if (scale.Unit == MeasureUnit.Duration)
        {
            double count = Sum(key with { Kind = MeasureKind.Spans }, from, to);
            return count > 0 ? Sum(key, from, to) / count : null;
        }

        if (scale.IsLevel)
        {
            return Values(key, from, to).Select(one => one.Value).Where(value => value > 0)
                .Select(value => (double?)value).Max();
        }

        double seconds = (to.Nanoseconds - from.Nanoseconds) / 1e9;
        return seconds > 0 ? Sum(key, from, to) / seconds : null;
    }

    /// <summary>
    /// The range that contains nearly all of a measure; null if that is nearly the whole window, or if it has no
    /// amount.
    /// </summary>
    public TimeRange? Concentration(MeasureKey key)
    {
        const double Edge = 0.025;
        const double MaxShare = 0.8;
        if (MeasureScale.Of(key.Kind).IsLevel || !_lines.ContainsKey(key))
        {
            return null;
        }

        double total = Sum(key, TraceTime.Start, End);
        double before = 0;
        TraceTime? start = null;
        foreach ((TraceTime time, double value) in Values(key, TraceTime.Start, End))
        {
            start ??= before + value >= Edge * total && value > 0 ? time : null;
            before += value;
            if (start is { } from && before >= (1 - Edge) * total)
            {
                TraceTime to = new(Math.Min(End.Nanoseconds, time.Nanoseconds + (long)_stepNanoseconds));
                TimeRange range = new(from, to, false, false);
                return total > 0 && range.Nanoseconds < MaxShare * End.Nanoseconds ? range : null;
            }
        }

        return null;
    }

    private double Sum(MeasureKey key, TraceTime from, TraceTime to) => Values(key, from, to).Sum(one => one.Value);

    // A step that a bound cuts counts by the part that is inside.
    private IEnumerable<(TraceTime Time, double Value)> Values(MeasureKey key, TraceTime from, TraceTime to)
    {
        if (!_lines.TryGetValue(key, out int line))
        {
            yield break;
        }

        bool isLevel = MeasureScale.Of(key.Kind).IsLevel;
        int first = Math.Max(0, (int)(from.Nanoseconds / _stepNanoseconds));
        for (int index = first; index < _steps.Length && _steps[index].Start < to; index++)
        {
            double start = _steps[index].Start.Nanoseconds;
            double inside = Math.Min(to.Nanoseconds, start + _stepNanoseconds) - Math.Max(from.Nanoseconds, start);
            double part = Math.Clamp(inside / _stepNanoseconds, 0, 1);
            double value = _steps[index][line] ?? 0;
            yield return (_steps[index].Start, isLevel ? (part > 0 ? value : 0) : value * part);
        }
    }
}
