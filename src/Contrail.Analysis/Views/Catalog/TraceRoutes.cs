using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>The routes of requests by the trace to which they belong. Not safe for concurrent use.</summary>
internal sealed class TraceRoutes
{
    private const int MaxTraces = 100_000;
    private const string Several = "";

    private readonly Dictionary<string, string> _byTrace = new(StringComparer.Ordinal);

    /// <summary>Adds a span; one that is no request, or belongs to no known trace, is left out.</summary>
    public void Add(in Span span)
    {
        if (span.Kind != SpanKind.Request || span.TraceId.Length == 0 || span.Target.Length == 0)
        {
            return;
        }

        string route = $"{span.Name} {TargetPattern.Of(span.Target)}";
        bool isKnown = _byTrace.TryGetValue(span.TraceId, out string? other);
        if (isKnown || _byTrace.Count < MaxTraces)
        {
            // A process that calls itself has more than one in a trace.
            _byTrace[span.TraceId] = !isKnown || other == route ? route : Several;
        }
    }

    /// <summary>The route of most items of some traces; null if none is known.</summary>
    public string? Main(IEnumerable<KeyValuePair<string, int>> countByTrace) => countByTrace
        .Select(pair => (Route: _byTrace.GetValueOrDefault(pair.Key, Several), Count: pair.Value))
        .Where(pair => pair.Route != Several)
        .GroupBy(pair => pair.Route, pair => pair.Count)
        .OrderByDescending(counts => counts.Sum()).ThenBy(counts => counts.Key, StringComparer.Ordinal)
        .FirstOrDefault()?.Key;
}
