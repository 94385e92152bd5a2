using Contrail.Core.Formats;
using Contrail.Core.Snapshots;

namespace Contrail.EventPipe;

/// <summary>Which profile was in force when. One thread adds; any reads.</summary>
internal sealed class ProfileHistory
{
    /// <summary>Two steps back are ten seconds apart at least: this covers minutes; older ones are forgotten.</summary>
    private const int MaxPeriods = 64;

    private readonly TimeProvider _time;
    private volatile ProfilePeriod[] _oldestFirst;
    private volatile ActiveProfile _active;

    public ProfileHistory(TraceTicks now, Profile first, TimeProvider time)
    {
        _time = time;
        _oldestFirst = [new ProfilePeriod(now, first.Name, first.ChosenBecause)];
        _active = new ActiveProfile(first.Name, _time.GetUtcNow().UtcDateTime, first.ChosenBecause);
    }

    public IReadOnlyList<ProfilePeriod> OldestFirst => _oldestFirst;

    public ActiveProfile Active => _active;

    public void Add(TraceTicks now, Profile next, string because)
    {
        // Replaced whole: who was given the old ones keeps them.
        ProfilePeriod[] periods = [.. _oldestFirst, new ProfilePeriod(now, next.Name, because)];
        _oldestFirst = periods.Length > MaxPeriods ? periods[1..] : periods;
        _active = new ActiveProfile(next.Name, _time.GetUtcNow().UtcDateTime, because);
    }
}
