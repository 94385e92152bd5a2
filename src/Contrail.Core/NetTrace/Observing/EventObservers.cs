using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Triggers;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>
/// Makes observations of events, of the signals that the rules in force use, and decodes no others. Not safe for
/// concurrent use, except for the properties.
/// </summary>
internal sealed class EventObservers
{
    /// <summary>A recording has few kinds of observed events, and new rows of them after each change of the profile.
    /// </summary>
    private const int MaxPlans = 1_000;

    private readonly IEventObserver[] _observers = All();
    private readonly Dictionary<MetadataRow, (PayloadLayout? Layout, ObserveEvent[] Observe)> _plans =
        new(ReferenceEqualityComparer.Instance);

    private readonly List<Observation> _found = [];
    private volatile MissingFieldList _missing = new();
    private volatile NameCheck _names = new([], _ => false);
    private ArrivedRows _rows = new();
    private IEventObserver[] _used = [];
    private HashSet<SignalKind> _signals = [];
    private TraceObject? _trace;
    private EventSchemas _schemas = new(sizeof(long));

    /// <summary>All signals that can be observed.</summary>
    public static IReadOnlyList<SignalKind> Signals { get; } =
        [.. All().SelectMany(one => one.Signals), SignalKind.Event];

    /// <summary>The fields that conditions in force use and that observed events do not have.</summary>
    public IReadOnlyList<MissingField> MissingFields => _missing.All;

    /// <summary>The events, counters and providers that conditions in force name and that the stream does not show.
    /// </summary>
    public IReadOnlyList<MissingName> MissingNames => _names.Missing;

    /// <summary>
    /// Chooses what is observed from now on. Returns whether the events of a row are needed for it; that function is
    /// safe from any thread.
    /// </summary>
    public Func<MetadataRow, bool> Use(IReadOnlyList<SignalCondition> conditions)
    {
        _signals = [.. conditions.Select(one => one.Signal.Observed)];
        if (_signals.Contains(SignalKind.UnhandledException))
        {
            // The last one before the process dies.
            _signals.Add(SignalKind.Exception);
        }

        _missing = new MissingFieldList();
        NameCheck names = new(conditions, NamedEventObserver.IsOfRuntime);
        ArrivedRows rows = new();
        (_names, _rows) = (names, rows);
        bool needsEvents = names.NeedsEvents;
        IEventObserver[] used =
        [
            .. _observers.Where(one => one.Signals.Any(_signals.Contains)),
            .. _signals.Contains(SignalKind.Event)
                ? [new NamedEventObserver(conditions, _missing)]
                : Array.Empty<IEventObserver>(),
            .. names.NeedsCounters ? [new CounterNameObserver(names)] : Array.Empty<IEventObserver>(),
        ];
        _used = used;
        Forget();
        return row =>
        {
            if (needsEvents)
            {
                rows.Add(row);
            }

            return Array.Exists(used, one => one.IsUsed(row));
        };
    }

    /// <summary>Finds what conditions name and the stream does not show.</summary>
    /// <param name="now">The current moment; null if the stream is complete.</param>
    /// <param name="isRecorded">Returns whether the events of a condition are requested now.</param>
    public void UpdateNames(long? now, Func<SignalCondition, bool> isRecorded)
    {
        while (_rows.Take() is { } row)
        {
            _names.SeeEvent(FileText.ShortenName(row.Provider), EventNames.Of(row));
        }

        if (!_rows.IsIncomplete)
        {
            _names.Update(now, isRecorded);
        }
    }

    /// <summary>Adds the observations of an event.</summary>
    /// <param name="current">The event.</param>
    /// <param name="trace">Describes its stream.</param>
    /// <param name="observations">Receives them.</param>
    public void Observe(in TappedEvent current, TraceObject trace, ICollection<Observation> observations)
    {
        if (!ReferenceEquals(trace, _trace))
        {
            _trace = trace;
            Forget();
        }

        if (!_plans.TryGetValue(current.Row, out var plan))
        {
            if (_plans.Count == MaxPlans)
            {
                Forget();
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
            observe(current, payload, current.At.Nanoseconds(trace.TicksPerSecond), _found);
        }

        foreach (Observation one in _found)
        {
            if (_signals.Contains(one.Signal))
            {
                observations.Add(one);
            }
        }

        _found.Clear();
    }

    private static IEventObserver[] All() =>
        [new GcObserver(), new MomentObserver(), new CounterObserver(), new LogObserver(), new RequestObserver()];

    private void Forget()
    {
        _plans.Clear();
        _schemas = new EventSchemas(_trace?.PointerBytes ?? sizeof(long));
    }

    private (PayloadLayout? Layout, ObserveEvent[] Observe) PlanOf(MetadataRow row) =>
    (
        RuntimeEventTable.Find(row.Provider, row.EventId)?.Layout(row.Version),
        [.. _used.Select(one => one.Find(row, _schemas.Of(row))).OfType<ObserveEvent>()]
    );
}
