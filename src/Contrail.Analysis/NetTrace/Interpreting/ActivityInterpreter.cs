using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Libraries;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes spans of the activities that the event source of DiagnosticSource forwards. The end of an activity contains
/// its duration, so that one whose start is not in the trace is whole too. If the event source of its component has
/// started the same span, that one gets the activity's ids. Not safe for concurrent use.
/// </summary>
/// <param name="shared">What all interpreters share.</param>
/// <param name="components">The spans of the components' event sources.</param>
internal sealed class ActivityInterpreter(Interpretation shared, EventSourceSpans components) : IEventInterpreter
{
    private readonly OpenSpans<string> _open = new(shared);

    // Events of hosting and of Entity Framework in an older form, paired as event sources are.
    private readonly OpenSpans<ActivityKey> _paired = new(shared);

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row)
    {
        if (row.Provider != LibraryProvider.Activities)
        {
            return null;
        }

        ActivityEvent fields = new(shared.Schemas.Of(row));
        return row.Name switch
        {
            "ActivityStart" => (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
                Begin(fields, current, at),
            "ActivityStop" => (in NetTraceEvent current, TraceTime at, in EventPayload _) => End(fields, current, at),

            // An event of a component, such as "….HttpRequestIn.Stop", with what the filter reads from it.
            "Event" => (in NetTraceEvent current, TraceTime at, in EventPayload _) => EndNamed(fields, current, at),
            "Activity1Start" or "Activity2Start" or "RecursiveActivity1Start" =>
                (in NetTraceEvent current, TraceTime at, in EventPayload _) => BeginPair(fields, current, at),
            "Activity1Stop" or "Activity2Stop" or "RecursiveActivity1Stop" =>
                (in NetTraceEvent current, TraceTime at, in EventPayload _) => EndPair(fields, current, at),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public void Complete()
    {
        _open.Complete();

        // A request that fails with an exception has no end there.
        _paired.Complete(isEndCertain: false);
    }

    private static string KeyOf(ActivityArguments arguments) => arguments.TraceId + "/" + arguments.SpanId;

    private void Begin(ActivityEvent fields, in NetTraceEvent current, TraceTime at)
    {
        ActivityArguments arguments = fields.Arguments(current.Payload);
        if (arguments.SpanId.Length == 0)
        {
            shared.Sink.OnUnpaired(ModelNeeds.Spans);
            return;
        }

        TimeRange range = new(at, at, IsOpenAtStart: false, IsOpenAtEnd: true);
        _open.Begin(KeyOf(arguments), SpanOf(fields, current, arguments, range));
    }

    private void End(ActivityEvent fields, in NetTraceEvent current, TraceTime at)
    {
        ActivityArguments arguments = fields.Arguments(current.Payload);
        bool isOpen = _open.TryEnd(KeyOf(arguments), out Span start);
        TraceTime? since = arguments.DurationNanoseconds is { } duration
            ? new TraceTime(at.Nanoseconds - duration)
            : isOpen ? start.Range.Start
            : null;
        if (since is null && !shared.IsComplete)
        {
            shared.Sink.OnUnpaired(ModelNeeds.Spans);
            return;
        }

        TimeRange range = new(since ?? TraceTime.Start, at, IsOpenAtStart: since is null, IsOpenAtEnd: false);
        Span span = SpanOf(fields, current, arguments, range);
        string method = arguments.Tag(ActivityTags.Method);
        if (components.TryChange(current.ActivityId, span.Kind, component => Combine(component, span, method)))
        {
            return;
        }

        Span whole = !isOpen ? span : span with
        {
            ExecutionId = start.ExecutionId,
            Kind = span.Kind == SpanKind.Activity ? start.Kind : span.Kind,
            Name = ActivityTags.NameOf(start.Name, arguments),
            Target = ActivityArguments.First(span.Target, start.Target),
            ParentId = ActivityArguments.First(span.ParentId, start.ParentId),
            Stack = start.Stack.IsNone ? span.Stack : start.Stack,
        };
        if (!components.TryHold(current.ActivityId, whole))
        {
            shared.Sink.Add(whole);
        }
    }

    private void EndNamed(ActivityEvent fields, in NetTraceEvent current, TraceTime at)
    {
        string name = fields.ActivityName(current.Payload);
        if (name.EndsWith(RequestActivity.StopSuffix, StringComparison.Ordinal))
        {
            End(fields, current, at);
        }
        else if (name == RequestActivity.EndEvent)
        {
            // Without a start of the request, hosting's own end of it reports what is missing.
            if (CombineOrReturn(fields, current, at) is { } end)
            {
                components.ChangeKnown(current.ActivityId, end.Kind, earlier => WithResponse(earlier, end));
            }
        }
    }

    // The activity ends within the component's span, whose own end follows. Only its route is better than the path.
    private static Span Combine(Span component, Span activity, string method) => component with
    {
        Name = ActivityArguments.First(method, component.Name),
        Range = component.Range with { End = activity.Range.End, IsOpenAtEnd = false },
        Target = component.Kind == SpanKind.Request
            ? ActivityArguments.First(activity.Target, component.Target)
            : ActivityArguments.First(component.Target, activity.Target),
        Status = ActivityArguments.First(component.Status, activity.Status),
        IsFailed = component.IsFailed || activity.IsFailed,
        IsCanceled = component.IsCanceled || activity.IsCanceled,
        TraceId = ActivityArguments.First(activity.TraceId, component.TraceId),
        SpanId = ActivityArguments.First(activity.SpanId, component.SpanId),
        ParentId = ActivityArguments.First(activity.ParentId, component.ParentId),
    };

    private void BeginPair(ActivityEvent fields, in NetTraceEvent current, TraceTime at)
    {
        ActivityArguments arguments = fields.Arguments(current.Payload);
        TimeRange range = new(at, at, IsOpenAtStart: false, IsOpenAtEnd: true);
        Span span = SpanOf(fields, current, arguments, range) with { IsActivity = false };
        ActivityKey key = ActivityKey.Of(current.ActivityId);
        if (key.IsNone)
        {
            shared.Sink.OnUnpaired(ModelNeeds.Spans);
        }
        else if (!components.TryChange(current.ActivityId, span.Kind, static component => component))
        {
            _paired.Begin(key, span);
        }
    }

    private void EndPair(ActivityEvent fields, in NetTraceEvent current, TraceTime at)
    {
        if (CombineOrReturn(fields, current, at) is not { } end)
        {
            return;
        }

        if (!_paired.TryEnd(ActivityKey.Of(current.ActivityId), out Span span))
        {
            shared.Sink.OnUnpaired(ModelNeeds.Spans);
            return;
        }

        shared.Sink.Add(span with
        {
            Range = span.Range with { End = at, IsOpenAtEnd = false },
            Status = end.Status,
            IsFailed = end.IsFailed,
        });
    }

    // Adds the end of a component's span to it; returns that end if there is no such span.
    private Span? CombineOrReturn(ActivityEvent fields, in NetTraceEvent current, TraceTime at)
    {
        ActivityArguments arguments = fields.Arguments(current.Payload);
        Span end = SpanOf(fields, current, arguments, new TimeRange(at, at, IsOpenAtStart: true, IsOpenAtEnd: false));
        return components.TryChange(current.ActivityId, end.Kind, component => WithResponse(component, end))
            ? null
            : end;
    }

    // The path of a response may be one that the application has set; the start of the request has the original one.
    private static Span WithResponse(Span component, Span end) => Combine(
        component,
        component.Target.Length > 0 ? end with { Target = "" } : end,
        component.Name is "" or EventSourceSpans.UnknownMethod ? end.Name : "");

    private Span SpanOf(
        ActivityEvent fields, in NetTraceEvent current, ActivityArguments arguments, TimeRange range)
    {
        string source = fields.SourceName(current.Payload);
        string activity = fields.ActivityName(current.Payload);
        SpanKind kind = ActivityTags.KindOf(source, activity, arguments);
        string status = arguments.Tag(ActivityTags.Status);
        bool isError = arguments.Value("Status") == "Error";
        return new Span(kind, Shorten(ActivityTags.NameOf(activity, arguments)), Thread(current), range)
        {
            Target = Shorten(ActivityTags.TargetOf(kind, arguments)),
            Status = Shorten(ActivityArguments.First(
                status, arguments.Value("StatusDescription"), isError ? "Error" : "")),
            IsFailed = SpanTarget.IsFailure(kind, status) || (isError && !SpanTarget.IsCancellation(kind, status)),
            IsCanceled = SpanTarget.IsCancellation(kind, status),
            TraceId = Shorten(arguments.TraceId),
            SpanId = Shorten(arguments.SpanId),
            ParentId = Shorten(arguments.ParentId),
            IsActivity = true,
            Stack = kind == SpanKind.Sql ? shared.Stacks.Find(current.StackId, current.At) : StackId.None,
            Source = Shorten(source),
        };
    }

    private static string Shorten(string text) => FileText.Shorten(text);

    private static long Thread(in NetTraceEvent current) => unchecked((long)current.ThreadId);
}
