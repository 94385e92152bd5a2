namespace Contrail.EventPipe;

/// <summary>
/// Decides when a recording steps to a cheaper profile and back: pure arithmetic. Down as soon as it is over its limits
/// for a while; back after a time of calm, which doubles whenever stepping back proves too early, so that a long storm
/// is tried ever more rarely.
/// </summary>
internal static class GovernorPolicy
{
    /// <summary>Longer than a burst that would be over before a step, of about 100 ms, takes effect.</summary>
    public static readonly TimeSpan MinOver = TimeSpan.FromSeconds(1.5);

    /// <summary>With the usual 10 seconds: a storm that lasts is tried once in five minutes.</summary>
    public const int MaxPatienceFactor = 32;

    /// <summary>With the usual 10 seconds: a minute, where trying again would itself do harm.</summary>
    public const int DearPatienceFactor = 6;

    /// <summary>What a step down leaves in the runtime's buffers is written for some seconds more.</summary>
    public static readonly TimeSpan MaxHarm = TimeSpan.FromSeconds(8);

    /// <param name="memory">As the last decision left it.</param>
    /// <param name="load">Since then.</param>
    /// <param name="elapsed">How long that was.</param>
    /// <param name="limits">What is too much.</param>
    /// <param name="maxLevel">How many cheaper profiles there are.</param>
    public static (GovernorMemory Memory, GovernorStep Step) Decide(
        GovernorMemory memory, GovernorLoad load, TimeSpan elapsed, GovernorOptions limits, int maxLevel)
    {
        bool isOver = load.IsHarmful
            || load.EventsPerSecond > limits.MaxEventsPerSecond || load.CpuShare > limits.MaxCpuShare;
        GovernorMemory now = memory with
        {
            HarmfulFor = load.IsBehind ? memory.HarmfulFor + elapsed : TimeSpan.Zero,
            OverFor = isOver ? memory.OverFor + elapsed : TimeSpan.Zero,
            CalmFor = isOver ? TimeSpan.Zero : memory.CalmFor + elapsed,
            AtLevelFor = memory.AtLevelFor + elapsed,
        };
        if (now.OverFor >= MinOver && now.Level < maxLevel)
        {
            bool steppedUpTooEarly = now.SteppedUp && now.AtLevelFor - now.OverFor < now.Patience;
            TimeSpan usual = load.IsDearToTry ? limits.CalmTime * DearPatienceFactor : limits.CalmTime;
            TimeSpan longer = steppedUpTooEarly ? Longer(now.Patience, limits) : TimeSpan.Zero;
            return (At(now.Level + 1, longer > usual ? longer : usual, steppedUp: false), GovernorStep.Down);
        }

        if (now.Level == maxLevel && now.HarmfulFor >= limits.MaxHarm)
        {
            return (now, GovernorStep.Release);
        }

        return now.Level > 0 && now.CalmFor >= now.Patience
            ? (At(now.Level - 1, now.Patience, steppedUp: true), GovernorStep.Up)
            : (now, GovernorStep.None);
    }

    private static GovernorMemory At(int level, TimeSpan patience, bool steppedUp) =>
        new(level, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, patience, steppedUp);

    private static TimeSpan Longer(TimeSpan patience, GovernorOptions limits)
    {
        TimeSpan max = limits.CalmTime * MaxPatienceFactor;
        return patience * 2 < max ? patience * 2 : max;
    }
}
