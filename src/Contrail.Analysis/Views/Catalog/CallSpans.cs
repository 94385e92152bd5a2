using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// The calls to other services and databases, by the trace to which they belong. Not safe for concurrent use.
/// </summary>
internal sealed class CallSpans
{
    private const int MaxSpans = 100_000;

    private readonly Dictionary<string, List<(TimeRange Range, SpanKey Key)>> _byTrace = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Adds a span; one that is no call, or belongs to no known trace, is left out.</summary>
    public void Add(in Span span)
    {
        if (span.TraceId.Length == 0 || _count >= MaxSpans || span.Kind is not (SpanKind.HttpClient or SpanKind.Sql))
        {
            return;
        }

        _count++;
        if (!_byTrace.TryGetValue(span.TraceId, out List<(TimeRange Range, SpanKey Key)>? calls))
        {
            _byTrace.Add(span.TraceId, calls = []);
        }

        calls.Add((span.Range, SpanKey.Of(span)));
    }

    /// <summary>The traces to which they belong.</summary>
    public IReadOnlyCollection<string> Traces => _byTrace.Keys;

    /// <summary>
    /// How long a span had a call in progress, in nanoseconds; calls at the same time count once, and the call that it
    /// answers does not. Null if none is known.
    /// </summary>
    public long? Within(in Span span)
    {
        if (!_byTrace.TryGetValue(span.TraceId, out List<(TimeRange Range, SpanKey Key)>? calls))
        {
            return null;
        }

        long sum = 0;
        SpanKey answered = SpanKey.OfParent(span);
        TraceTime until = span.Range.Start;
        foreach (TimeRange range in RangesOf(calls, call => call == answered))
        {
            TraceTime from = TraceTime.Max(until, range.Start);
            TraceTime to = range.End < span.Range.End ? range.End : span.Range.End;
            sum += Math.Max(0, to.Nanoseconds - from.Nanoseconds);
            until = TraceTime.Max(until, to);
        }

        return sum;
    }

    /// <summary>
    /// How long some requests of a trace had a call in progress, in nanoseconds. Which of several at the same time sent
    /// a call is unknown: they had it for as long as the calls last, at most.
    /// </summary>
    /// <param name="trace">The trace.</param>
    /// <param name="requests">When the requests were in progress.</param>
    /// <param name="answered">The calls that one of the requests answers: the process sent them to itself.</param>
    public double Within(string trace, IReadOnlyList<TimeRange> requests, IReadOnlySet<SpanKey> answered)
    {
        double last = 0;
        double sum = 0;
        List<(long Start, long End, double Before)> covered = [];
        foreach (TimeRange range in RangesOf(_byTrace[trace], answered.Contains))
        {
            long start = covered.Count == 0 ? range.Start.Nanoseconds
                : Math.Max(covered[^1].End, range.Start.Nanoseconds);
            covered.Add((start, Math.Max(start, range.End.Nanoseconds), last));
            last += covered[^1].End - start;
            sum += range.Nanoseconds;
        }

        return Math.Min(sum, requests.Sum(request => Until(covered, request.End) - Until(covered, request.Start)));
    }

    private static IEnumerable<TimeRange> RangesOf(
        List<(TimeRange Range, SpanKey Key)> calls, Func<SpanKey, bool> isLeftOut) => calls
        .Where(call => !call.Key.IsKnown || !isLeftOut(call.Key))
        .Select(call => call.Range)
        .OrderBy(range => range.Start);

    // The time that the ranges, which do not overlap, cover until a time.
    private static double Until(List<(long Start, long End, double Before)> covered, TraceTime time)
    {
        int low = 0;
        int high = covered.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = covered[middle].Start < time.Nanoseconds ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? 0
            : covered[low - 1].Before + Math.Min(covered[low - 1].End, time.Nanoseconds) - covered[low - 1].Start;
    }
}
