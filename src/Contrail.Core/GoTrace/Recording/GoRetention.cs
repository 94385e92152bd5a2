using Contrail.Core.Formats;

namespace Contrail.Core.GoTrace.Recording;

/// <summary>
/// The rule of Go's flight recorder, for users who need exactly what it would keep. Pure arithmetic: the moment is an
/// argument. docs/formats/go.md describes the differences from Contrail's rule.
/// </summary>
internal static class GoRetention
{
    /// <summary>How many of the newest are kept; at least one of a non-empty list.</summary>
    /// <param name="newestFirst">The size of each generation, and the moment it begins.</param>
    /// <param name="maxBytes">The limit of bytes; the generation that crosses it is kept.</param>
    /// <param name="ageTicks">The limit of age; the generation that crosses it is kept.</param>
    /// <param name="now">The moment from which age is counted.</param>
    public static int CountKept(
        ReadOnlySpan<(long Bytes, TraceTicks Start)> newestFirst, long maxBytes, long ageTicks, TraceTicks now)
    {
        int count = Math.Min(1, newestFirst.Length);
        while (count < newestFirst.Length && KeepsMore(newestFirst[..count], maxBytes, ageTicks, now))
        {
            count++;
        }

        return count;
    }

    /// <summary>Whether one more, older than these, would be kept.</summary>
    public static bool KeepsMore(
        ReadOnlySpan<(long Bytes, TraceTicks Start)> keptNewestFirst, long maxBytes, long ageTicks, TraceTicks now)
    {
        long keptBytes = 0;
        foreach ((long bytes, _) in keptNewestFirst)
        {
            keptBytes += bytes;
        }

        // Neither limit is crossed by what equals it.
        bool isOver = keptBytes > maxBytes || now.Since(keptNewestFirst[^1].Start) > ageTicks;
        return !isOver;
    }
}
