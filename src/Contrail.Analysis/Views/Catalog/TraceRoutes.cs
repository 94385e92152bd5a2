using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// The requests that the process handles, by the trace to which they belong: a trace has several of them if its sender
/// sends several, or if the process calls itself. Not safe for concurrent use.
/// </summary>
internal sealed class TraceRoutes
{
    private const int MaxTraces = 100_000;
    private const string Unknown = "";

    private readonly HashSet<SpanKey> _answered = [];
    private readonly Dictionary<string, (string Route, List<TimeRange> Ranges)> _byTrace = new(StringComparer.Ordinal);

    /// <summary>Adds a span; one that is no request, or belongs to no known trace, is left out.</summary>
    public void Add(in Span span)
    {
        if (span.Kind != SpanKind.Request || span.TraceId.Length == 0)
        {
            return;
        }

        string route = span.Target.Length == 0 ? Unknown : $"{span.Name} {TargetPattern.Of(span.Target)}";
        bool isKnown = _byTrace.TryGetValue(span.TraceId, out (string Route, List<TimeRange> Ranges) other);
        if (isKnown || _byTrace.Count < MaxTraces)
        {
            List<TimeRange> ranges = other.Ranges ?? [];
            ranges.Add(span.Range);
            if (_answered.Count < MaxTraces)
            {
                _answered.Add(SpanKey.OfParent(span));
            }

            _byTrace[span.TraceId] = (!isKnown || other.Route == route ? route : Unknown, ranges);
        }
    }

    /// <summary>The route of most items of some traces; null if none is known.</summary>
    public string? Main(IEnumerable<KeyValuePair<string, int>> countByTrace) => countByTrace
        .Select(pair => (_byTrace.GetValueOrDefault(pair.Key).Route, Count: pair.Value))
        .Where(pair => !string.IsNullOrEmpty(pair.Route))
        .GroupBy(pair => pair.Route, pair => pair.Count)
        .OrderByDescending(counts => counts.Sum()).ThenBy(counts => counts.Key, StringComparer.Ordinal)
        .FirstOrDefault()?.Key;

    /// <summary>
    /// How long requests had one of some calls in progress that belong to their trace, in nanoseconds. Null if the
    /// traces of all requests or of all calls are unknown. Calls that one of these requests answers do not count: what
    /// the process sends to itself is no other service.
    /// </summary>
    public double? Within(CallSpans calls) => calls.Traces.Count == 0 || _byTrace.Count == 0
        ? null
        : calls.Traces.Where(_byTrace.ContainsKey).Sum(trace => calls.Within(trace, _byTrace[trace].Ranges, _answered));

    /// <summary>
    /// The median number of some items in one request; of a trace with several requests, their mean. Null if the
    /// requests of most items are unknown.
    /// </summary>
    public double? PerRequest(IEnumerable<KeyValuePair<string, int>> countByTrace)
    {
        (long Items, int Requests)[] traces =
        [
            .. countByTrace.Select(pair =>
                ((long)pair.Value, _byTrace.GetValueOrDefault(pair.Key).Ranges?.Count ?? 0)),
        ];
        (long Items, int Requests)[] known = [.. traces.Where(trace => trace.Requests > 0)];
        bool areMost = 2 * known.Sum(trace => trace.Items) > traces.Sum(trace => trace.Items);
        return areMost
            ? known.Select(trace => (double)trace.Items / trace.Requests).Order().ElementAt(known.Length / 2)
            : null;
    }
}
