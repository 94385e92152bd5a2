using Contrail.EventPipe;

namespace Contrail;

/// <summary>
/// When a recording becomes too dear for the recorded process, and steps to a cheaper profile until it is over.
/// </summary>
/// <remarks>
/// Whatever these limits are, it also steps down when the runtime's stream is more than 1 second behind, or its
/// streaming threads use more than 0.25 of one core; and it lets go of a process that is behind with the cheapest
/// profile for 8 seconds. Rates are over the trace's own time. <see cref="Profile.Cpu"/> has five times the limits
/// that are not set; the reasons are in
/// docs/decisions/0008-a-storm-is-recorded-by-a-cheaper-session-in-the-same-ring.md.
/// </remarks>
public sealed record GovernorOptions
{
    /// <summary>Events a second, of all threads, dropped ones included; 20,000 if not said.</summary>
    public double MaxEventsPerSecond { get; init; } = 20_000;

    /// <summary>
    /// What writing them may cost the process, as a share of one core; 0.05 if not said. It is estimated: 2 µs an event
    /// with its stack, 0.3 µs without, 2 ms a MB of stream; from 300 writing threads on, 0.4 µs for each of them
    /// whenever a thread needs a buffer.
    /// </summary>
    public double MaxCpuShare { get; init; } = 0.05;

    /// <summary>
    /// How long it must be calm before it steps back; 10 seconds if not said. Doubled, up to 32 times, for each time
    /// that it was not over by then.
    /// </summary>
    public TimeSpan CalmTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the stream may be behind with the cheapest profile before the process is let go.</summary>
    internal TimeSpan MaxHarm { get; init; } = GovernorPolicy.MaxHarm;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxEventsPerSecond, nameof(MaxEventsPerSecond));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxCpuShare, nameof(MaxCpuShare));
        ArgumentOutOfRangeException.ThrowIfLessThan(CalmTime, TimeSpan.FromSeconds(1), nameof(CalmTime));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(CalmTime, TimeSpan.FromHours(1), nameof(CalmTime));
    }
}
