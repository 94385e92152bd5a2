using Contrail.Analysis.Model;

namespace Contrail.Analysis.Findings.Comparing;

/// <summary>Finds out whether the end of a window differs from the time before it.</summary>
internal static class IncidentSearch
{
    private const double MinScore = 0.2;

    private static readonly double[] Seconds = [1, 2, 3, 5, 8, 13];

    /// <summary>The range at the end that differs the most from before; null if nothing significant changed.</summary>
    public static WindowChange? Find(MeasuredSteps measured)
    {
        WindowChange? best = null;
        double bestScore = MinScore;
        foreach (double seconds in Seconds)
        {
            TraceTime start = new(Math.Max(0, measured.End.Nanoseconds - (long)(seconds * 1e9)));
            TimeRange incident = new(start, measured.End, false, false);
            if (start.Nanoseconds < incident.Nanoseconds * Comparison.MinParts / 2)
            {
                break;
            }

            WindowChange change = WindowChange.Of(measured, incident);
            double score = change.Differences.Sum(one => one.Score);
            if (score > bestScore)
            {
                best = change;
                bestScore = score;
            }
        }

        return best;
    }
}
