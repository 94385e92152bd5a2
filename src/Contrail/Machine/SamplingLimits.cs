using Contrail.Machine.Perf;

namespace Contrail.Machine;

/// <summary>What a caller of the samplers has to stay within.</summary>
internal static class SamplingLimits
{
    /// <summary>
    /// Samples per second and processor, at most. Above it, the deepest call chains of a quarter of a second do not fit
    /// well into a ring; the measured price of 997 Hz is 8 % of the processor time of a service.
    /// </summary>
    public const int MaxHertz = 500;

    /// <summary>
    /// Samples per second and processor where nothing else is chosen. Odd, so that samples are not in step with timers;
    /// no cost per request was measurable.
    /// </summary>
    public const int UsualHertz = 49;

    /// <summary>Frames of a call chain, at most.</summary>
    public const int MaxFrames = PerfEventAttributes.MaxFrames;

    /// <summary>The duration of a burst, at most. Its events slow the process down while they are open.</summary>
    public static TimeSpan MaxBurst { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Throws if a rate is not between 1 and <see cref="MaxHertz"/>.</summary>
    public static void CheckHertz(int hertz)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hertz, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hertz, MaxHertz);
    }
}
