using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// The requests in whose trace a call failed or was canceled, with how they ended: which failures can be that of a
/// call. Not safe for concurrent use.
/// </summary>
internal sealed class FailedCalls
{
    private const int MaxSpans = 100_000;
    private const int MaxCallsOfTrace = 16;
    private const int MaxRows = 10_000;

    private readonly Dictionary<string, HashSet<(string Name, string Target, SpanKey Key)>> _callsByTrace =
        new(StringComparer.Ordinal);

    private readonly List<(string Trace, SpanKey Parent, string Name, string Target, bool IsFailed)> _requests = [];
    private int _count;

    /// <summary>The table.</summary>
    public static TableDescription Table { get; } = new(
        "failedCalls", "Requests with a failed or canceled call in their trace",
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("failed", "failed", ViewUnit.Count),
        new ViewColumn("name", "name", ViewUnit.Text),
        new ViewColumn("target", "target", ViewUnit.Text),
        new ViewColumn("call", "call", ViewUnit.Text),
        new ViewColumn("called", "called", ViewUnit.Text));

    /// <summary>Adds a call; an answer such as 404 may be what the program expects, and is left out.</summary>
    public void AddCall(in Span span)
    {
        bool isFailed = (span.IsFailed && !span.IsClientError) || span.IsCanceled;
        if (span.Kind != SpanKind.HttpClient || span.TraceId.Length == 0 || !isFailed || _count >= MaxSpans)
        {
            return;
        }

        if (!_callsByTrace.TryGetValue(span.TraceId, out HashSet<(string Name, string Target, SpanKey Key)>? calls))
        {
            _callsByTrace.Add(span.TraceId, calls = []);
        }

        if (calls.Count < MaxCallsOfTrace)
        {
            _count += calls.Add((span.Name, TargetPattern.Of(span.Target), SpanKey.Of(span))) ? 1 : 0;
        }
    }

    /// <summary>Adds a request.</summary>
    public void AddRequest(in Span span)
    {
        if (span.TraceId.Length > 0 && _requests.Count < MaxSpans)
        {
            bool isFailed = span.IsFailed && !span.IsClientError;
            _requests.Add((
                span.TraceId, SpanKey.OfParent(span), span.Name, TargetPattern.Of(span.Target), isFailed));
        }
    }

    /// <summary>The table, the pair with the most failed requests first.</summary>
    public ViewTable Conclude()
    {
        var pairs =
            from request in _requests
            where _callsByTrace.ContainsKey(request.Trace)
            from call in CallsOf(request.Trace, request.Parent)
            group request.IsFailed by (request.Name, request.Target, Call: call.Name, Called: call.Target);
        return new ViewTable(Table).AddAll(
            pairs.OrderByDescending(pair => pair.Count(isFailed => isFailed))
                .ThenBy(pair => pair.Key.ToString(), StringComparer.Ordinal).Take(MaxRows),
            pair =>
            [
                pair.Count(), pair.Count(isFailed => isFailed), pair.Key.Name, Known(pair.Key.Target), pair.Key.Call,
                Known(pair.Key.Called),
            ]);
    }

    // A call that the request answers fails because the request does.
    private IEnumerable<(string Name, string Target)> CallsOf(string trace, SpanKey answered) => _callsByTrace[trace]
        .Where(call => !answered.IsKnown || call.Key != answered)
        .Select(call => (call.Name, call.Target))
        .Distinct();

    private static ViewValue Known(string text) => text.Length > 0 ? text : default(ViewValue);
}
