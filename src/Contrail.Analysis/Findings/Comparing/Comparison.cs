using Contrail.Analysis.Model;

namespace Contrail.Analysis.Findings.Comparing;

/// <summary>
/// Compares an incident with quiet time, in the same file or in another one: what differs, by effect and by how unusual
/// it is in that past.
/// </summary>
internal static class Comparison
{
    private const int MaxParts = 60;
    private const double MinUnusual = 5;

    /// <summary>A difference that is a smaller part of a change that matters fully does not count.</summary>
    public const double MinEffect = 0.05;

    /// <summary>Of time: a fifth of a thread that waits, a tenth of one that runs. A single long wait is as much.
    /// </summary>
    private const double MinEffectOfTime = 0.1;

    /// <summary>Of a number of threads: the runtime tries one more or less all the time.</summary>
    private const double MinEffectOfLevel = 0.25;

    /// <summary>A mean of fewer values is that of a few requests that happened to be slow.</summary>
    private const int MinValues = 10;

    private const int Quarters = 4;
    private const int MinQuarters = 3;
    private const double SpreadOfMedian = 0.1;

    /// <summary>Fewer parts of the past than these show no usual deviation.</summary>
    public const int MinParts = 4;

    /// <summary>The significant differences, the most important first.</summary>
    /// <param name="incident">The measures of the incident.</param>
    /// <param name="incidentRange">The incident.</param>
    /// <param name="past">The measures of the past: the same, or those of another file.</param>
    /// <param name="pastRange">The past.</param>
    /// <param name="only">What to compare; null for everything.</param>
    public static IReadOnlyList<Difference> Of(
        MeasuredSteps incident, TimeRange incidentRange, MeasuredSteps past, TimeRange pastRange,
        IReadOnlySet<MeasureKey>? only = null)
    {
        TimeRange[] parts = [.. UsualPartsOf(pastRange, incidentRange.Nanoseconds)];
        if (parts.Length < MinParts || incidentRange.Nanoseconds == 0)
        {
            return [];
        }

        return
        [
            .. (only ?? incident.Keys.Union(past.Keys))
                .Where(key => !incident.NotComparable.Contains(key.Kind) && !past.NotComparable.Contains(key.Kind))
                .Select(key => Of(key, incident, incidentRange, past, parts))
                .OfType<Difference>()
                .OrderByDescending(one => one.Score),
        ];
    }

    // The first part of a recording has its start: attaching makes a runtime compile methods.
    private static IEnumerable<TimeRange> UsualPartsOf(TimeRange past, long incidentNanoseconds) =>
        PartsOf(past, incidentNanoseconds).Skip(past.Start == TraceTime.Start ? 1 : 0);

    // As long as the incident if the past has enough of that, so that chance is the same in both.
    private static IEnumerable<TimeRange> PartsOf(TimeRange past, long incidentNanoseconds)
    {
        long count = Math.Clamp(past.Nanoseconds / Math.Max(1, incidentNanoseconds), 2 * MinParts, MaxParts);
        long length = past.Nanoseconds / count;
        for (long part = 0; part < count && length > 0; part++)
        {
            TraceTime start = new(past.Start.Nanoseconds + (part * length));
            yield return new TimeRange(start, new TraceTime(start.Nanoseconds + length), false, false);
        }
    }

    private static Difference? Of(
        MeasureKey key, MeasuredSteps incident, TimeRange range, MeasuredSteps past, TimeRange[] parts)
    {
        MeasureScale scale = MeasureScale.Of(key.Kind);
        double[] before =
        [
            .. parts.Select(part => past.Value(key, part.Start, part.End)).OfType<double>().Order(),
        ];
        bool isNew = before.Length == 0;
        if (incident.Value(key, range.Start, range.End) is not { } now
            || (isNew && (scale.IsLevel || scale.Unit == MeasureUnit.Duration))
            || IsOfFew(key, incident, range, past, parts))
        {
            return null;
        }

        double median = isNew ? 0 : before[before.Length / 2];
        double spread = SpreadOf(before, median, scale, range.Nanoseconds / 1e9);
        double unusual = (now - median) / spread;
        double effect = Math.Abs(now - median) / scale.Full;
        bool exceeds = isNew || now > before[^1] + spread || now < before[0] - spread;
        double outermost = isNew ? 0 : now > median ? before[^1] : before[0];
        double minEffect = scale.Unit switch
        {
            MeasureUnit.TimeShare => MinEffectOfTime,
            MeasureUnit.Level => MinEffectOfLevel,
            _ => MinEffect,
        };
        return Math.Abs(unusual) >= MinUnusual && effect >= minEffect && exceeds
            ? new Difference(key, now, isNew ? null : median, isNew ? null : before[^1], unusual, effect)
            {
                Separation = (now - outermost) / (now - median),
                IsLasting = IsLasting(key, incident, range, outermost, (now - outermost) / 2),
            }
            : null;
    }

    // A duration is compared only if both sides have enough of them.
    private static bool IsOfFew(
        MeasureKey key, MeasuredSteps incident, TimeRange range, MeasuredSteps past, TimeRange[] parts) =>
        MeasureScale.Of(key.Kind).Unit == MeasureUnit.Duration
        && (incident.CountOf(key, range.Start, range.End) < MinValues
            || past.CountOf(key, parts[0].Start, parts[^1].End) < MinValues);

    // Whether three quarters of the incident, at least, are outside of the past too, half as far as all of it.
    private static bool IsLasting(
        MeasureKey key, MeasuredSteps incident, TimeRange range, double outermost, double margin)
    {
        long length = range.Nanoseconds / Quarters;
        return Enumerable.Range(0, Quarters).Count(quarter =>
        {
            TraceTime start = new(range.Start.Nanoseconds + (quarter * length));
            double? value = incident.Value(key, start, new TraceTime(start.Nanoseconds + length));
            return (value - outermost) / margin >= 1;
        }) >= MinQuarters;
    }

    // The median deviation; at least that of chance in the incident, which can be longer or shorter than the parts, of
    // a tenth of the median, and of what does not matter.
    private static double SpreadOf(double[] values, double median, MeasureScale scale, double incidentSeconds)
    {
        const double DeviationOfNormal = 1.4826;
        double[] deviations = [.. values.Select(value => Math.Abs(value - median)).Order()];
        double deviation = deviations.Length == 0 ? 0 : DeviationOfNormal * deviations[deviations.Length / 2];
        double chance = scale.Unit == MeasureUnit.Rate
            ? Math.Sqrt(Math.Max(1, median * incidentSeconds)) / incidentSeconds
            : 0;
        double irrelevant = scale.Full * MinEffect / MinUnusual;
        return Math.Max(Math.Max(deviation, chance), Math.Max(SpreadOfMedian * median, irrelevant));
    }
}
