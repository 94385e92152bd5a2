using System.Diagnostics;
using System.Globalization;

namespace Contrail.Scenarios.Support;

/// <summary>
/// The pauses that the target's <c>jit</c> or <c>spin</c> mode told at its end, of a millisecond and more. Times are
/// those of <see cref="Stopwatch"/>.
/// </summary>
internal sealed class GapLog
{
    private readonly List<(long From, long To)> _gaps = [];

    private GapLog()
    {
    }

    /// <summary>Reads what the process has said; it must have ended.</summary>
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

    /// <summary>The longest pause, whole, of those that lie in a span of time at least in part.</summary>
    public double LongestMilliseconds(long from, long to) => _gaps
        .Where(gap => gap.From < to && gap.To > from)
        .Select(gap => Stopwatch.GetElapsedTime(gap.From, gap.To).TotalMilliseconds)
        .DefaultIfEmpty(0)
        .Max();
}
