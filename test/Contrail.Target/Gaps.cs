using System.Diagnostics;

namespace Contrail.Target;

/// <summary>
/// The longest pauses of an activity that should never pause. Each is printed at the end, on the clock that all
/// processes of the machine share: <c>gap NAME FROM-TICKS LENGTH-TICKS</c>. One thread.
/// </summary>
internal sealed class Gaps(string name)
{
    /// <summary>Shorter ones are no pauses.</summary>
    private static readonly long MinTicks = Stopwatch.Frequency / 1000;

    private const int MaxCount = 100_000;

    private readonly List<(long From, long Ticks)> _gaps = [];
    private long _last = Stopwatch.GetTimestamp();

    /// <summary>Records that the activity continued.</summary>
    public void Step()
    {
        long now = Stopwatch.GetTimestamp();
        if (now - _last >= MinTicks && _gaps.Count < MaxCount)
        {
            _gaps.Add((_last, now - _last));
        }

        _last = now;
    }

    public void Report()
    {
        foreach ((long from, long ticks) in _gaps)
        {
            Console.WriteLine($"gap {name} {from} {ticks}");
        }
    }
}
