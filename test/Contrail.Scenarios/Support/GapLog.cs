using System.Diagnostics;
using System.Globalization;

namespace Contrail.Scenarios.Support;

/// <summary>
/// The pauses of a millisecond and more that the target's <c>jit</c> or <c>spin</c> mode reported at its end. Times are
/// those of <see cref="Stopwatch"/>.
/// </summary>
internal sealed class GapLog
{
    private readonly List<(long From, long To)> _gaps = [];

    private GapLog()
    {
    }

    /// <summary>Reads the output of the process, which must have ended.</summary>
    public static GapLog Of(TargetProcess target, string mode)
    {
        GapLog log = new();
        string prefix = $"gap {mode} ";
        foreach (string line in target.Output.Where(line => line.StartsWith(prefix, StringComparison.Ordinal)))
        {
            long[] numbers = [.. line[prefix.Length..].Split(' ')
                .Select(word => long.Parse(word, CultureInfo.InvariantCulture))];
            log._gaps.Add((numbers[0], numbers[0] + numbers[1]));
        }

        return log;
    }

    /// <summary>The full length of the longest pause that overlaps a span of time.</summary>
    public double LongestMilliseconds(long from, long to) => _gaps
        .Where(gap => gap.From < to && gap.To > from)
        .Select(gap => Stopwatch.GetElapsedTime(gap.From, gap.To).TotalMilliseconds)
        .DefaultIfEmpty(0)
        .Max();
}
