using Contrail.Analysis.Model;

namespace Contrail.Analysis.Findings.Comparing;

/// <summary>Finds out whether the end of a window differs from the time before it.</summary>
internal static class IncidentSearch
{
    private const double MinScore = 0.2;

    private static readonly double[] Seconds = [1, 2, 3, 5, 8, 13];

    /// <summary>The range at the end that differs the most from before; null if nothing significant changed.</summary>
    public static TimeRange? Find(MeasuredSteps measured)
    {
        TimeRange? best = null;
        double bestScore = MinScore;
        foreach (double seconds in Seconds)
        {
            (TimeRange past, TimeRange incident) = Split(measured.End, seconds);
            if (past.Nanoseconds < incident.Nanoseconds * Comparison.MinParts / 2)
            {
                break;
            }

            double score = Comparison.Of(measured, incident, measured, past).Sum(one => one.Score);
            if (score > bestScore)
            {
                best = incident;
                bestScore = score;
            }
        }

        return best;
    }

    /// <summary>The time before an incident of a length at the end, and the incident.</summary>
    public static (TimeRange Past, TimeRange Incident) Split(TraceTime end, double seconds)
    {
        TraceTime at = new(Math.Max(0, end.Nanoseconds - (long)(seconds * 1e9)));
        return (new TimeRange(TraceTime.Start, at, false, false), new TimeRange(at, end, false, false));
    }
}
