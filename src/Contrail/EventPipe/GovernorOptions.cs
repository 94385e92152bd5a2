using Contrail.EventPipe;

namespace Contrail;

/// <summary>
/// Sets the load above which recording falls back to a cheaper profile until the load drops. Immutable.
/// </summary>
/// <remarks>
/// Independently of these limits, recording also falls back when the runtime's stream lags by more than 1 second, or
/// its streaming threads use more than 0.25 of one core; it detaches from a process that lags with the cheapest profile
/// for 8 seconds. Rates are relative to the time in the trace. The defaults for <see cref="Profile.CpuEventPipe"/> are
/// five times higher; the reasons are in
/// docs/decisions/0008-a-storm-is-recorded-by-a-cheaper-session-in-the-same-ring.md.
/// </remarks>
public sealed record GovernorOptions
{
    /// <summary>Gets the maximum number of events per second, including dropped ones. Default: 20,000.</summary>
    public double MaxEventsPerSecond { get; init; } = 20_000;

    /// <summary>
    /// Gets the maximum estimated CPU time for writing events, as a share of one core. Estimates: 2 µs per event with
    /// stack, 0.3 µs without, 2 ms per MB of stream; with 300 writing threads or more, 0.4 µs per thread whenever a
    /// thread needs a buffer. Default: 0.05.
    /// </summary>
    public double MaxCpuShare { get; init; } = 0.05;

    /// <summary>
    /// Gets the time below the limits before the previous profile is restored, from 1 second to 1 hour. It doubles, up
    /// to 32 times, each time the load rises again. Default: 10 seconds.
    /// </summary>
    public TimeSpan CalmTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the time that the stream may lag with the cheapest profile before the recorder detaches.</summary>
    internal TimeSpan MaxHarm { get; init; } = GovernorPolicy.MaxHarm;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxEventsPerSecond, nameof(MaxEventsPerSecond));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxCpuShare, nameof(MaxCpuShare));
        ArgumentOutOfRangeException.ThrowIfLessThan(CalmTime, TimeSpan.FromSeconds(1), nameof(CalmTime));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(CalmTime, TimeSpan.FromHours(1), nameof(CalmTime));
    }
}
