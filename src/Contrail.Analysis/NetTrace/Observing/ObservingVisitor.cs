using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Observing;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Triggers;

namespace Contrail.Analysis.NetTrace.Observing;

/// <summary>
/// Makes observations of the events of a file, with the observers of a recorder. Events that a recorder adds are left
/// out. Not safe for concurrent use.
/// </summary>
internal sealed class ObservingVisitor : IOrderedEventVisitor
{
    /// <summary>A recorder observes activity once in a turn of its watch.</summary>
    private const long TurnNanoseconds = 100_000_000;

    private readonly TraceObject _trace;
    private readonly Action<Observation> _observe;
    private readonly EventObservers _observers = new();
    private readonly Func<MetadataRow, bool> _isUsed;
    private readonly bool _usesSilence;
    private readonly Dictionary<MetadataRow, bool> _rows = new(ReferenceEqualityComparer.Instance);
    private readonly List<Observation> _found = [];
    private long? _activeAt;

    /// <param name="trace">Describes the stream.</param>
    /// <param name="conditions">The conditions of all rules.</param>
    /// <param name="observe">Receives the observations.</param>
    public ObservingVisitor(
        TraceObject trace, IReadOnlyList<SignalCondition> conditions, Action<Observation> observe)
    {
        _trace = trace;
        _observe = observe;
        _isUsed = _observers.Use(conditions);
        _usesSilence = conditions.Any(one => one.Signal.Observed == SignalKind.Silence);
    }

    /// <summary>All signals that can be observed.</summary>
    public static IReadOnlyList<SignalKind> Signals { get; } = [.. EventObservers.Signals, SignalKind.Silence];

    /// <summary>The rows of the file that have events.</summary>
    public EventTally Seen { get; } = new();

    /// <summary>The fields that conditions use and that observed events do not have.</summary>
    public IReadOnlyList<MissingField> MissingFields => _observers.MissingFields;

    /// <summary>The events, counters and providers that conditions name and that the file does not show.</summary>
    public IReadOnlyList<MissingName> MissingNames
    {
        get
        {
            _observers.UpdateNames(now: null, _ => true);
            return _observers.MissingNames;
        }
    }

    /// <inheritdoc/>
    public bool IsRequired(MetadataRow row) => IsUsed(row) || _usesSilence;

    /// <inheritdoc/>
    public void OnStacks(ReadOnlySpan<byte> block)
    {
        // Observations have no stacks.
    }

    /// <inheritdoc/>
    public void OnEvent(in NetTraceEvent current)
    {
        if (current.IsAdded)
        {
            return;
        }

        _found.Clear();
        if (IsUsed(current.Row))
        {
            TappedEvent one = new(current.Row, current.ThreadId, current.At, current.ActivityId, current.Payload);
            _observers.Observe(one, _trace, _found);
        }

        AddActivity(current.At.Nanoseconds(_trace.TicksPerSecond));
        _found.ForEach(_observe);
    }

    /// <inheritdoc/>
    public void OnRegionEnd()
    {
        // Nothing in an observation refers to a region.
    }

    private bool IsUsed(MetadataRow row)
    {
        if (!_rows.TryGetValue(row, out bool isUsed))
        {
            Seen.Add(row);
            isUsed = _isUsed(row);
            _rows.Add(row, isUsed);
        }

        return isUsed;
    }

    private void AddActivity(long nanoseconds)
    {
        if (_usesSilence && (_activeAt is not { } at || nanoseconds - at >= TurnNanoseconds))
        {
            _activeAt = nanoseconds;
            _found.Add(new Observation(SignalKind.Silence, nanoseconds));
        }
    }
}
