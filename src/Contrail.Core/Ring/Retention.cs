using Contrail.Core.Formats;

namespace Contrail.Core.Ring;

/// <summary>
/// Decides which generations to keep: at least <paramref name="AgeTicks"/> of history, at most
/// <paramref name="MaxBytes"/>, always the newest. Pure arithmetic.
/// </summary>
/// <param name="MaxBytes">The limit of everything held; it takes precedence over the age.</param>
/// <param name="AgeTicks">How far back history must reach, in ticks of the trace's clock.</param>
internal readonly record struct Retention(long MaxBytes, long AgeTicks)
{
    /// <summary>The same for an age as a time; an age longer than the clock can count is limited to that.</summary>
    public static Retention Of(TimeSpan age, long ticksPerSecond, long maxBytes) =>
        new(maxBytes, (long)Math.Min(age.TotalSeconds * ticksPerSecond, long.MaxValue / 2d));

    /// <summary>
    /// How many of the oldest are too old: the generation that crosses the boundary stays, so that the kept ones cover
    /// at least the age.
    /// </summary>
    /// <param name="cutsOldestFirst">Where each generation begins.</param>
    /// <param name="now">The latest moment seen in the trace.</param>
    public int CountTooOld(ReadOnlySpan<TraceTicks> cutsOldestFirst, TraceTicks now)
    {
        int count = 0;
        while (count + 1 < cutsOldestFirst.Length && now.Since(cutsOldestFirst[count + 1]) >= AgeTicks)
        {
            count++;
        }

        return count;
    }

    /// <summary>Whether something must be evicted for the memory limit before that much more is stored.</summary>
    public bool IsOver(long heldBytes, long moreBytes) => heldBytes + moreBytes > MaxBytes;
}
