namespace Contrail.Sources.GoTrace;

/// <summary>
/// How far what has arrived of a service's trace is behind the service, and whether it falls back further. What has
/// not arrived is in the service's own memory, which Go does not give back. A pure calculation; one thread at a time.
/// </summary>
internal sealed class LinkLag
{
    /// <summary>A stream that is further behind than this costs the service memory that a user would notice.</summary>
    public static readonly TimeSpan BehindMax = TimeSpan.FromSeconds(8);

    /// <summary>
    /// How much more it may become from there, a generation and more. One that stays is a jump and no slow link: after
    /// the machine of the service slept, its clock is behind for as long, for ever. One that shrinks is being read.
    /// </summary>
    public static readonly TimeSpan GrowthMax = TimeSpan.FromSeconds(3);

    /// <summary>Two clocks may drift apart by this part; more is no drift. NTP corrects by at most 500 ppm.</summary>
    private const double DriftMax = 0.000_5;

    private TimeSpan? _least;

    /// <summary>
    /// How far it was behind at the last look, the generation that is arriving included; 0 when it was not.
    /// </summary>
    public TimeSpan Behind { get; private set; }

    /// <summary>Looks at what has arrived, and returns whether the link is too slow for the service.</summary>
    /// <param name="sinceHeader">How long ago, by our clock, the first bytes of the trace arrived.</param>
    /// <param name="arrived">How much time, by the trace's clock, has arrived in whole generations.</param>
    public bool IsTooSlow(TimeSpan sinceHeader, TimeSpan arrived)
    {
        // The trace had begun when its first bytes arrived, so this is behind by no more than it says.
        TimeSpan behind = (sinceHeader * (1 - DriftMax)) - arrived;
        Behind = behind > TimeSpan.Zero ? behind : TimeSpan.Zero;
        if (behind <= BehindMax)
        {
            _least = null;
            return false;
        }

        _least = _least is { } least && least < behind ? least : behind;
        return behind - _least >= GrowthMax;
    }
}
