using Contrail.Analysis.Model;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// The spans that have not ended, by the id with which their start and end are paired. Not safe for concurrent use.
/// </summary>
/// <typeparam name="TKey">The id.</typeparam>
/// <param name="shared">What all interpreters share.</param>
internal sealed class OpenSpans<TKey>(Interpretation shared)
    where TKey : notnull
{
    /// <summary>Requests at the same time; a file may contain any number.</summary>
    private const int MaxOpen = 50_000;

    private readonly Dictionary<TKey, Span> _open = [];
    private readonly HashSet<SpanKind> _endedUnknown = [];

    /// <summary>Whether none is open.</summary>
    public bool IsEmpty => _open.Count == 0;

    /// <summary>A span starts.</summary>
    public void Begin(TKey key, in Span span)
    {
        // The end of an earlier one with this id is lost.
        bool isReplaced = _open.Remove(key);
        bool isHeld = _open.Count < MaxOpen;
        if (isHeld)
        {
            _open.Add(key, span);
        }

        if (isReplaced || !isHeld)
        {
            shared.Sink.OnUnpaired(ModelNeeds.Spans);
        }
    }

    /// <summary>Changes a span; false if there is none with that id.</summary>
    public bool TryChange(TKey key, Func<Span, Span> change)
    {
        bool isOpen = _open.TryGetValue(key, out Span span);
        if (isOpen)
        {
            span = change(span);
            span.Reference?.Learn(span);
            _open[key] = span;
        }

        return isOpen;
    }

    /// <summary>Returns whether a span with that id is open, of that kind.</summary>
    public bool IsOpen(TKey key, SpanKind kind) => _open.TryGetValue(key, out Span span) && span.Kind == kind;

    /// <summary>Finds a span that is open; false if there is none with that id.</summary>
    public bool TryFind(TKey key, out Span span) => _open.TryGetValue(key, out span);

    /// <summary>Takes a span that ends; false if its start is not known.</summary>
    public bool TryEnd(TKey key, out Span span) => _open.Remove(key, out span);

    /// <summary>A span of a kind ends, and it is not known which.</summary>
    public void EndUnknown(SpanKind kind)
    {
        _endedUnknown.Add(kind);
        shared.Sink.OnUnpaired(ModelNeeds.Spans);
    }

    /// <summary>
    /// Adds the spans that had not ended where the trace ends. If events are missing, or if ends could not be assigned,
    /// theirs may be among them.
    /// </summary>
    /// <param name="isEndCertain">Whether each span that ends has an event for its end.</param>
    public void Complete(bool isEndCertain = true)
    {
        foreach (Span span in _open.Values)
        {
            if (!span.Range.IsOpenAtEnd)
            {
                shared.Sink.Add(span);
            }
            else if (isEndCertain && shared.IsComplete && !_endedUnknown.Contains(span.Kind))
            {
                TraceTime end = TraceTime.Max(span.Range.Start, shared.End);
                shared.Sink.Add(span with { Range = span.Range with { End = end } });
            }
            else
            {
                shared.Sink.OnUnpaired(ModelNeeds.Spans);
            }
        }

        _open.Clear();
    }
}
