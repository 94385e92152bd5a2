namespace Contrail.GoTrace;

/// <summary>What the lag of a link requires.</summary>
internal enum LinkVerdict
{
    /// <summary>Nothing: the link keeps up, or catches up.</summary>
    KeepUp,

    /// <summary>
    /// Connect again, which frees what waits in the service: the link is too slow, or was for a time, or a clock is.
    /// </summary>
    Reconnect,

    /// <summary>End the recording: the link is too slow, which no clock explains.</summary>
    Release,
}

/// <summary>
/// The lag of a service's trace, and whether it grows. What has not arrived is in the service's memory, which Go does
/// not return to the system. A pure calculation; one thread at a time.
/// </summary>
/// <remarks>
/// docs/decisions/0018-a-lag-of-a-go-link-is-final-only-when-it-returns.md explains why one lag is not final.
/// </remarks>
internal sealed class LinkLag
{
    /// <summary>A stream that lags more than this costs the service a noticeable amount of memory.</summary>
    public static readonly TimeSpan MaxBehind = TimeSpan.FromSeconds(8);

    /// <summary>
    /// How much the lag may grow from there, more than a generation. A constant lag is a step of the clock and not a
    /// slow link: after the machine of the service was suspended, its clock stays behind by that time. A lag that
    /// shrinks is being read.
    /// </summary>
    public static readonly TimeSpan MaxGrowth = TimeSpan.FromSeconds(3);

    /// <summary>Two clocks may drift apart by this part; more is no drift. NTP corrects by at most 500 ppm.</summary>
    private const double MaxDrift = 0.000_5;

    /// <summary>
    /// A clock can be slewed by up to 83,333 ppm (chrony): the recorder's forward and the service's backward.
    /// </summary>
    private const double MaxSlew = 2 * 0.083_333;

    private TimeSpan? _least;
    private bool _isTooSlow;
    private bool _wasTooSlow;

    /// <summary>
    /// The lag at the last check, including the generation that is arriving; 0 without lag.
    /// </summary>
    public TimeSpan Behind { get; private set; }

    /// <summary>Begins another connection, without lag.</summary>
    public void BeginSession()
    {
        _wasTooSlow = _isTooSlow;
        _isTooSlow = false;
        _least = null;
        Behind = TimeSpan.Zero;
    }

    /// <summary>Looks at what has arrived, and returns what to do.</summary>
    /// <param name="sinceHeader">How long ago, by our clock, the first bytes of the trace arrived.</param>
    /// <param name="arrived">How much time, by the trace's clock, has arrived in whole generations.</param>
    public LinkVerdict Look(TimeSpan sinceHeader, TimeSpan arrived)
    {
        // The trace had started when its first bytes arrived, so the lag is at most this value.
        TimeSpan behind = (sinceHeader * (1 - MaxDrift)) - arrived;
        Behind = behind > TimeSpan.Zero ? behind : TimeSpan.Zero;
        if (behind <= MaxBehind)
        {
            _least = null;
            return LinkVerdict.KeepUp;
        }

        _least = _least is { } least && least < behind ? least : behind;
        if (behind - _least < MaxGrowth)
        {
            return LinkVerdict.KeepUp;
        }

        _isTooSlow = true;
        bool isMoreThanSlew = behind > sinceHeader * MaxSlew;
        return _wasTooSlow && isMoreThanSlew ? LinkVerdict.Release : LinkVerdict.Reconnect;
    }
}
