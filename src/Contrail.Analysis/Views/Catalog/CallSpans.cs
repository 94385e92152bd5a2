using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// The calls to other services and databases, by the trace to which they belong. Not safe for concurrent use.
/// </summary>
internal sealed class CallSpans
{
    private const int MaxSpans = 100_000;

    private readonly Dictionary<string, List<TimeRange>> _byTrace = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Adds a span; one that is no call, or belongs to no known trace, is left out.</summary>
    public void Add(in Span span)
    {
        if (span.TraceId.Length == 0 || _count >= MaxSpans || span.Kind is not (SpanKind.HttpClient or SpanKind.Sql))
        {
            return;
        }

        _count++;
        if (!_byTrace.TryGetValue(span.TraceId, out List<TimeRange>? ranges))
        {
            _byTrace.Add(span.TraceId, ranges = []);
        }

        ranges.Add(span.Range);
    }

    /// <summary>
    /// How long a span had a call in progress, in nanoseconds; calls at the same time count once. Null if none is
    /// known.
    /// </summary>
    public long? Within(in Span span)
    {
        if (!_byTrace.TryGetValue(span.TraceId, out List<TimeRange>? ranges))
        {
            return null;
        }

        long sum = 0;
        TraceTime until = span.Range.Start;
        foreach (TimeRange range in ranges.OrderBy(range => range.Start))
        {
            TraceTime from = TraceTime.Max(until, range.Start);
            TraceTime to = range.End < span.Range.End ? range.End : span.Range.End;
            sum += Math.Max(0, to.Nanoseconds - from.Nanoseconds);
            until = TraceTime.Max(until, to);
        }

        return sum;
    }
}
