using Contrail.Core.Formats;

namespace Contrail.Core.Triggers;

/// <summary>
/// A meter for each key of a condition, or one for all. The key that was added first is forgotten and counted when
/// there are too many. Not safe for concurrent use.
/// </summary>
internal sealed class Meters
{
    /// <summary>Routes or counters; with a percentile 5 KiB each.</summary>
    public const int Capacity = 200;

    private readonly SignalCondition _condition;
    private readonly Dictionary<string, Meter> _byKey = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<string> _oldestFirst = [];
    private readonly Meter? _single;

    /// <param name="condition">The condition; the key of a pair joins its events, and separates nothing.</param>
    public Meters(SignalCondition condition)
    {
        _condition = condition;
        bool isSeparated = condition.Key.Length > 0 && condition.Signal.Kind != SignalKind.Pair;
        _single = isSeparated ? null : new Meter(condition);
    }

    /// <summary>How many keys were forgotten.</summary>
    public long ForgottenCount { get; private set; }

    /// <summary>The meter for an observation.</summary>
    public Meter Of(in Observation observation)
    {
        if (_single is not null)
        {
            return _single;
        }

        string key = _condition.IsKeyPayload ? observation.Field(_condition.Key)?.Text ?? "" : SubjectOf(observation);
        if (_byKey.TryGetValue(key, out Meter? meter))
        {
            return meter;
        }

        if (_byKey.Count == Capacity)
        {
            _ = _byKey.Remove(_oldestFirst.Dequeue());
            ForgottenCount++;
        }

        meter = new Meter(_condition);
        _byKey.Add(key, meter);
        _oldestFirst.Enqueue(key);
        return meter;
    }

    // The paths of a route differ in numbers and ids, where the server does not report the route.
    private static string SubjectOf(in Observation observation) => observation.Signal == SignalKind.Request
        ? MessagePattern.Of(observation.Subject)
        : observation.Subject;
}
