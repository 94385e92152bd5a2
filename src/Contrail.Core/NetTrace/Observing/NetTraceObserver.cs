using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Triggers;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>
/// Makes observations of the events that a tap copies: chooses those that the rules in force use, and decodes no
/// others.
/// </summary>
internal sealed class NetTraceObserver : IStreamObserver
{
    private readonly EventTap _tap;
    private readonly Func<TraceObject?> _trace;
    private readonly EventObservers _observers = new();
    private readonly LateEvents _late = new();
    private readonly List<Observation> _found = [];
    private bool _hasPairs;

    /// <param name="tap">Copies the events.</param>
    /// <param name="trace">Returns the description of the stream, which arrives before its first event.</param>
    public NetTraceObserver(EventTap tap, Func<TraceObject?> trace)
    {
        _tap = tap;
        _trace = trace;
    }

    /// <summary>All signals that can be observed.</summary>
    public static IReadOnlyList<SignalKind> Signals => EventObservers.Signals;

    /// <inheritdoc/>
    public long MissedCount => _tap.MissedCount;

    /// <inheritdoc/>
    public IReadOnlyList<MissingField> MissingFields => _observers.MissingFields;

    /// <inheritdoc/>
    public IReadOnlyList<MissingName> MissingNames => _observers.MissingNames;

    /// <inheritdoc/>
    public void Use(IEnumerable<SignalCondition> conditions)
    {
        SignalCondition[] all = [.. conditions];
        _hasPairs = Array.Exists(all, one => one.Signal.Kind == SignalKind.Pair);
        _tap.Choose(_observers.Use(all));
    }

    /// <inheritdoc/>
    public void Take(ICollection<Observation> observations)
    {
        TappedBatch batch = _tap.Take();
        if (_trace() is { TicksPerSecond: > 0 } trace)
        {
            _found.Clear();
            foreach (int index in InOrder(batch))
            {
                _observers.Observe(batch[index], trace, _found);
            }

            foreach (Observation one in _found)
            {
                Add(one, observations);
            }
        }

        _late.Release(observations);
    }

    /// <inheritdoc/>
    public void UpdateNames(long now, Func<SignalCondition, bool> isRecorded) =>
        _observers.UpdateNames(now, isRecorded);

    // A stream contains one thread after the other, and what starts on one can end on another.
    private static IEnumerable<int> InOrder(TappedBatch batch) =>
        Enumerable.Range(0, batch.Count).OrderBy(index => batch[index].At.Value);

    // Conditions on one event do not depend on the order, and some end with the process.
    private void Add(in Observation one, ICollection<Observation> observations)
    {
        if (_hasPairs && one.Signal == SignalKind.Event)
        {
            _late.Add(one);
        }
        else
        {
            observations.Add(one);
        }
    }
}
