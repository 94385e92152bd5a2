using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Triggers;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>
/// Makes observations of the events that a tap copies: chooses those that the rules in force use, and decodes no
/// others.
/// </summary>
internal sealed class NetTraceObserver : IStreamObserver
{
    /// <summary>A recording has few kinds of observed events, and new rows of them after each change of the profile.
    /// </summary>
    private const int MaxPlans = 1_000;

    private readonly EventTap _tap;
    private readonly Func<TraceObject?> _trace;
    private readonly IEventObserver[] _observers = Observers();
    private readonly Dictionary<MetadataRow, (PayloadLayout? Layout, ObserveEvent[] Observe)> _plans =
        new(ReferenceEqualityComparer.Instance);

    private IEventObserver[] _used = [];
    private HashSet<SignalKind> _signals = [];

    /// <param name="tap">Copies the events.</param>
    /// <param name="trace">Returns the description of the stream, which arrives before its first event.</param>
    public NetTraceObserver(EventTap tap, Func<TraceObject?> trace)
    {
        _tap = tap;
        _trace = trace;
    }

    /// <summary>All signals that can be observed.</summary>
    public static IReadOnlyList<SignalKind> Signals { get; } = [.. Observers().SelectMany(one => one.Signals)];

    /// <inheritdoc/>
    public long MissedCount => _tap.MissedCount;

    /// <inheritdoc/>
    public void Use(IEnumerable<SignalCondition> conditions)
    {
        _signals = [.. conditions.Select(one => one.Signal.Observed)];
        if (_signals.Contains(SignalKind.UnhandledException))
        {
            // The last one before the process dies.
            _signals.Add(SignalKind.Exception);
        }

        IEventObserver[] used = [.. _observers.Where(one => one.Signals.Any(_signals.Contains))];
        _used = used;
        _plans.Clear();

        // On the thread that reads the stream: it uses only what does not change.
        _tap.Choose(row => Array.Exists(used, one => one.Find(row) is not null));
    }

    /// <inheritdoc/>
    public void Take(ICollection<Observation> observations)
    {
        TappedBatch batch = _tap.Take();
        if (batch.Count == 0 || _trace() is not { TicksPerSecond: > 0 } trace)
        {
            return;
        }

        List<Observation> found = [];
        for (int index = 0; index < batch.Count; index++)
        {
            Observe(batch[index], trace, found);
        }

        foreach (Observation one in found.Where(one => _signals.Contains(one.Signal)))
        {
            observations.Add(one);
        }
    }

    private static IEventObserver[] Observers() => [new GcObserver(), new MomentObserver()];

    private void Observe(in TappedEvent current, TraceObject trace, List<Observation> found)
    {
        if (!_plans.TryGetValue(current.Row, out var plan))
        {
            if (_plans.Count == MaxPlans)
            {
                _plans.Clear();
            }

            plan = PlanOf(current.Row);
            _plans.Add(current.Row, plan);
        }

        EventPayload payload = default;
        if (plan.Layout is { } layout)
        {
            EventPayload.TryRead(layout, current.Payload, trace.PointerBytes, out payload);
        }

        foreach (ObserveEvent observe in plan.Observe)
        {
            observe(current, payload, current.At.Nanoseconds(trace.TicksPerSecond), found);
        }
    }

    private (PayloadLayout? Layout, ObserveEvent[] Observe) PlanOf(MetadataRow row) =>
    (
        RuntimeEventTable.Find(row.Provider, row.EventId)?.Layout(row.Version),
        [.. _used.Select(one => one.Find(row)).OfType<ObserveEvent>()]
    );
}
