using Contrail.Analysis.Model;
using Contrail.Core.NetTrace.Libraries;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// What the events of a component's spans contain whose start is not in the file: usually it occurred before the
/// window. Such a span is reported when its component reports the end, once for all of its events. Not safe for
/// concurrent use.
/// </summary>
internal sealed class EarlierSpans(Interpretation shared)
{
    /// <summary>Units of work in progress where the window starts; a file may contain any number.</summary>
    private const int MaxHeld = 10_000;

    private readonly Dictionary<(ActivityKey Key, SpanKind Kind), Span> _held = [];

    /// <summary>Adds what an event contains about a span.</summary>
    public void Change(ActivityKey key, SpanKind kind, Func<Span, Span> change)
    {
        Span known = End(key, kind);
        if (!key.IsNone && _held.Count < MaxHeld)
        {
            _held.Add((key, kind), change(known));
        }
    }

    /// <summary>
    /// Holds an activity that has ended, until its component reports the end of its span; false if it does not report
    /// such spans, or if there are too many.
    /// </summary>
    public bool TryHold(ActivityKey key, in Span activity)
    {
        bool isOfComponent = activity.Kind is not (SpanKind.Activity or SpanKind.Sql or SpanKind.Unknown);
        bool isHeld = _held.Remove((key, activity.Kind), out Span held);
        if (key.IsNone || !isOfComponent || _held.Count >= MaxHeld)
        {
            return false;
        }

        if (held.IsActivity)
        {
            // Its component is not recorded, and gives both the id of an outer span.
            shared.Sink.Add(held);
        }

        _held.Add((key, activity.Kind), isHeld && !held.IsActivity ? Combined(held, activity) : activity);
        return true;
    }

    /// <summary>
    /// Takes what is known of a span that ends, which may be nothing. If it is an activity, its start is known too.
    /// </summary>
    public Span End(ActivityKey key, SpanKind kind)
    {
        TimeRange range = new(TraceTime.Start, TraceTime.Start, IsOpenAtStart: true, IsOpenAtEnd: true);
        return _held.Remove((key, kind), out Span held) ? held : new Span(kind, "", 0, range);
    }

    /// <summary>Adds the activities whose component did not report an end.</summary>
    public void Complete()
    {
        foreach (Span span in _held.Values.Where(span => span.IsActivity))
        {
            shared.Sink.Add(span);
        }

        _held.Clear();
    }

    private static Span Combined(in Span events, in Span activity) => activity with
    {
        Name = ActivityArguments.First(events.Name, activity.Name),
        Target = ActivityArguments.First(activity.Target, events.Target),
        Status = ActivityArguments.First(events.Status, activity.Status),
        IsFailed = events.IsFailed || activity.IsFailed,
        IsCanceled = events.IsCanceled || activity.IsCanceled,
        QueuedNanoseconds = events.QueuedNanoseconds,
    };
}
