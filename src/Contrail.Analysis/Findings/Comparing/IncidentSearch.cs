using Contrail.Analysis.Model;

namespace Contrail.Analysis.Findings.Comparing;

/// <summary>
/// Finds out whether a window changed, and when: the range that differs the most from the time before it. That time may
/// be much shorter than the range, if it is long enough to show what is usual.
/// </summary>
internal sealed class IncidentSearch
{
    private const double MinScore = 0.2;

    /// <summary>What is over is of interest if it was more than one thread that waited once.</summary>
    private const double MinScoreIfOver = 0.6;

    /// <summary>An incident that goes on is the better answer, if one that is over fits little better.</summary>
    private const double MuchBetter = 1.5;

    private const double MinSeconds = 1;
    private const double LengthWeight = 0.1;

    /// <summary>A shorter time before shows the start of the recording, and not what is usual.</summary>
    private const double MinPastSeconds = 2;

    private const double MinPastShare = 0.15;
    private const int MaxShortRanges = 200;

    /// <summary>A later change that is a larger part of the incident is like it.</summary>
    private const double MaxReturn = 0.5;

    private const int StartSteps = 40;
    private const int EndSteps = 16;
    private const int Halvings = 5;

    // A short incident at the end of a long window is within one step.
    private static readonly double[] SecondsBeforeEnd = [1, 2, 3, 5, 8, 13];

    private readonly MeasuredSteps _measured;
    private readonly IReadOnlySet<MeasureKey> _keys;

    private IncidentSearch(MeasuredSteps measured)
    {
        _measured = measured;
        _keys = measured.KeysOf(Comparison.MinEffect);
    }

    /// <summary>Whether a window is long enough to have a range and a time before it.</summary>
    public static bool IsLongEnough(TraceTime end) =>
        end.Nanoseconds / 1e9 > FirstOf(end.Nanoseconds / 1e9) + MinSeconds;

    /// <summary>The range that differs the most from the time before it; null if nothing significant changed.</summary>
    public static WindowChange? Find(MeasuredSteps measured) => new IncidentSearch(measured).Find();

    private WindowChange? Find()
    {
        double end = _measured.End.Nanoseconds / 1e9;
        double first = FirstOf(end);
        double last = end - MinSeconds;
        if (!IsLongEnough(_measured.End))
        {
            return null;
        }

        double step = (last - first) / StartSteps;
        IEnumerable<double> starts = Steps(first, last, StartSteps)
            .Concat(SecondsBeforeEnd.Select(seconds => end - seconds).Where(start => start >= first));
        WindowChange? toEnd = Best(starts.Select(start => (start, end)), MinScore, step, first);

        double endStep = (end - first) / EndSteps;
        double[] edges = [.. Steps(first, end, EndSteps)];
        var ranges = edges.SelectMany(start => edges.Where(one => one < end && one >= start + MinSeconds)
            .Select(one => (start, one)));
        double minScore = Math.Max(MinScoreIfOver, MuchBetter * ScoreOf(toEnd));
        WindowChange? over = Best(ranges, minScore, endStep, first);
        WindowChange? shorter = BestOnce(ShortRanges(first, end), minScore, first);
        return RankOf(shorter) > RankOf(over) ? shorter : over ?? toEnd;
    }

    private static double FirstOf(double end) => Math.Max(MinPastSeconds, MinPastShare * end);

    // In a long window, the edges of its ranges are too far from those of a short incident. For each measure, its
    // extremes in ranges of some lengths are where one can be.
    private IEnumerable<(double, double)> ShortRanges(double first, double end)
    {
        List<(TimeRange Range, double Effect)> ranges = [];
        for (double seconds = MinSeconds; seconds <= (end - first) / 2; seconds *= 2)
        {
            foreach (MeasureKey key in _keys)
            {
                ranges.AddRange(_measured.Extremes(key, new TraceTime((long)(first * 1e9)), (long)(seconds * 1e9))
                    .Select(range => (range, EffectOf(key, range))));
            }
        }

        return ranges.Where(one => one.Effect >= Comparison.MinEffect && one.Range.End < _measured.End)
            .OrderByDescending(one => one.Effect)
            .DistinctBy(one => one.Range)
            .Take(MaxShortRanges)
            .Select(one => (one.Range.Start.Nanoseconds / 1e9, one.Range.End.Nanoseconds / 1e9))
            .Where(one => one.Item2 - one.Item1 >= MinSeconds);
    }

    private double EffectOf(MeasureKey key, TimeRange range) =>
        _measured.Value(key, range.Start, range.End) is { } now
            && _measured.Value(key, TraceTime.Start, _measured.End) is { } mean
                ? Math.Abs(now - mean) / MeasureScale.Of(key.Kind).Full
                : 0;

    private WindowChange? BestOnce(IEnumerable<(double, double)> ranges, double minScore, double first)
    {
        WindowChange? best = ranges.Select(range => Best([range], null, minScore)).OfType<WindowChange>()
            .Select(Once).Where(change => ScoreOf(change) > minScore).MaxBy(RankOf);
        if (best is null)
        {
            return null;
        }

        (double from, double to) = (best.Incident.Start.Nanoseconds / 1e9, best.Incident.End.Nanoseconds / 1e9);
        WindowChange? better = Best([(from, to)], minScore, (to - from) / 2, first);
        return better is not null && Once(better) is var once && ScoreOf(once) > minScore ? once : best;
    }

    // What the time after it has too, such as a job that runs every minute, is no incident.
    private WindowChange Once(WindowChange change) => change with
    {
        Differences = [.. change.Differences.Where(one => !Returns(change.Incident, one))],
    };

    private bool Returns(TimeRange incident, Difference one) => _measured
        .Extremes(one.Key, incident.End, incident.Nanoseconds)
        .Select(range => _measured.Value(one.Key, range.Start, range.End) - (one.Usual ?? 0))
        .Any(value => value / (one.Incident - (one.Usual ?? 0)) > MaxReturn);

    // The best of some ranges; then of the ranges next to it, with smaller and smaller steps.
    private WindowChange? Best(IEnumerable<(double, double)> ranges, double minScore, double step, double first)
    {
        WindowChange? best = Best(ranges, null, minScore);
        double end = _measured.End.Nanoseconds / 1e9;
        for (int halving = 0; halving < Halvings && best is not null; halving++)
        {
            step /= 2;
            (double from, double to) = (best.Incident.Start.Nanoseconds / 1e9, best.Incident.End.Nanoseconds / 1e9);
            double[] ends = best.Incident.End == _measured.End ? [to] : [to, to - step, to + step];
            best = Best(
                ends.SelectMany(one => ((double[])[from - step, from, from + step]).Select(start => (start, one)))
                    .Where(one => one.Item1 >= first && one.Item2 <= end && one.Item2 - one.Item1 >= MinSeconds),
                best,
                minScore);
        }

        return best;
    }

    private WindowChange? Best(IEnumerable<(double, double)> ranges, WindowChange? best, double minScore)
    {
        double bestRank = RankOf(best);
        foreach ((double from, double to) in ranges)
        {
            TimeRange range = new(TimeOf(from), TimeOf(to), false, false);
            WindowChange change = Lasting(WindowChange.Since(_measured, range, _keys));
            if (ScoreOf(change) > minScore && RankOf(change) > bestRank)
            {
                (best, bestRank) = (change, RankOf(change));
            }
        }

        return best;

        TraceTime TimeOf(double seconds) => new(Math.Min(_measured.End.Nanoseconds, (long)Math.Round(seconds * 1e9)));
    }

    private static IEnumerable<double> Steps(double from, double to, int count) =>
        Enumerable.Range(0, count + 1).Select(index => from + (index * (to - from) / count));

    // The range is the one that fits best of many: for one long wait, one fits too.
    private static WindowChange Lasting(WindowChange change) => change with
    {
        Differences = [.. change.Differences.Where(one => one.IsLasting)],
    };

    // Of two ranges that are alike, the longer one. Quiet time makes a range worse, except for a level.
    private static double RankOf(WindowChange? change) => change is null ? 0
        : change.Differences.Sum(one => ScoreOf(one)
            * (MeasureScale.Of(one.Key.Kind).IsLevel ? 1 : Math.Pow(change.Incident.Nanoseconds / 1e9, LengthWeight)));

    // A part of the incident that is in the past makes the range shorter, and the values in it higher.
    private static double ScoreOf(Difference one) => one.Effect * one.Certainty * one.Separation;

    private static double ScoreOf(WindowChange? change) => change?.Differences.Sum(ScoreOf) ?? 0;
}
