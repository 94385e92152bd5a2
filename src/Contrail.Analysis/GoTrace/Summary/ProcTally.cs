using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.Views;
using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Summary;

/// <summary>How long each proc was in use. Not safe for concurrent use.</summary>
internal sealed class ProcTally
{
    private readonly Dictionary<long, long> _began = [];
    private readonly Dictionary<long, double> _used = [];

    /// <summary>Adds a transition.</summary>
    /// <param name="goEvent">The event.</param>
    /// <param name="transition">Its transition.</param>
    /// <param name="since">Since when a proc that is reported for the first time has been in that state.</param>
    public void Add(in GoEvent goEvent, in GoTransition transition, long since)
    {
        long id = transition.Subject.Id;
        _used.TryAdd(id, 0);
        if (transition.To == GoState.Running)
        {
            _began.TryAdd(id, since);
        }
        else if (_began.Remove(id, out long began))
        {
            _used[id] += Elapsed.Between(began, goEvent.Time);
        }
    }

    /// <summary>Nothing is known of what they do from here on.</summary>
    public void Cut(long at)
    {
        foreach ((long id, long began) in _began)
        {
            _used[id] += Elapsed.Between(began, at);
        }

        _began.Clear();
    }

    /// <summary>All procs, the busiest first.</summary>
    public IReadOnlyList<(long Proc, TimeSpan Used)> Conclude() =>
        [.. _used.OrderByDescending(proc => proc.Value).ThenBy(proc => proc.Key)
            .Select(proc => (proc.Key, Elapsed.ToTimeSpan(proc.Value)))];
}
