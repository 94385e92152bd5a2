using Contrail.Core.Triggers;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>
/// Puts observations in the order of their times, for conditions on two events of different threads. What a runtime
/// flushes contains one thread after the other, and a turn can end in the middle of it: an observation waits until the
/// next turn has added the rest, and no longer. Not safe for concurrent use.
/// </summary>
internal sealed class LateEvents
{
    private List<Observation> _held = [];
    private long _knownUntil = long.MinValue;

    /// <summary>Adds an observation of this turn.</summary>
    public void Add(in Observation observation) => _held.Add(observation);

    /// <summary>Ends the turn: passes on what can no longer be preceded by another, the earliest first.</summary>
    public void Release(ICollection<Observation> observations)
    {
        if (_held.Count == 0)
        {
            return;
        }

        _held = [.. _held.OrderBy(one => one.Nanoseconds)];
        int count = _held.FindLastIndex(one => one.Nanoseconds <= _knownUntil) + 1;
        _knownUntil = Math.Max(_knownUntil, _held[^1].Nanoseconds);
        foreach (Observation one in _held.GetRange(0, count))
        {
            observations.Add(one);
        }

        _held.RemoveRange(0, count);
    }
}
