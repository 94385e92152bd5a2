namespace Contrail.Analysis.Model;

/// <summary>
/// A unit of work with a start and an end that may pass between threads: a request, a call to another service, or
/// another activity. What the event source of a component and its activity report is one span, if their ids show that
/// they belong together; otherwise there are two, and <see cref="IsActivity"/> separates them.
/// </summary>
/// <param name="Kind">What kind of work.</param>
/// <param name="Name">What is done: the method of a request, the application's name for an activity.</param>
/// <param name="ExecutionId">The thread on which it started; if its start is not in the trace, ended.</param>
/// <param name="Range">When.</param>
internal readonly record struct Span(SpanKind Kind, string Name, long ExecutionId, TimeRange Range)
{
    /// <summary>
    /// To what: the route or path of a request, the address of a call without its query, the host, the command. Empty
    /// if unknown.
    /// </summary>
    public string Target { get; init; } = "";

    /// <summary>How it ended: the status code of a response, or the message of a failure. Empty if unknown.</summary>
    public string Status { get; init; } = "";

    /// <summary>Whether it is known to have failed: no answer, or a status that reports an error.</summary>
    public bool IsFailed { get; init; }

    /// <summary>Whether the answer reports an error of the side that sent it, such as 404.</summary>
    public bool IsClientError => Status is ['4', >= '0' and <= '9', >= '0' and <= '9'];

    /// <summary>
    /// Whether the side that sent it is known to have canceled it. That is no failure: the other side may have been
    /// about to answer, or may not have received it.
    /// </summary>
    public bool IsCanceled { get; init; }

    /// <summary>The W3C id of the trace that it belongs to; empty if unknown.</summary>
    public string TraceId { get; init; } = "";

    /// <summary>Its W3C id; empty if unknown.</summary>
    public string SpanId { get; init; } = "";

    /// <summary>The W3C id of the span in which it started; empty if unknown, or for none.</summary>
    public string ParentId { get; init; } = "";

    /// <summary>How long it waited for a connection, in nanoseconds; null if unknown.</summary>
    public long? QueuedNanoseconds { get; init; }

    /// <summary>
    /// Whether it is known how long it waited for a connection: if no event reports that, not at all, but only if the
    /// trace contains it from its start to its end.
    /// </summary>
    public bool IsWaitKnown => QueuedNanoseconds is not null
        || (Range.IsWhole && Range.Start >= TraceTime.Start);

    /// <summary>
    /// The unit of its duration in nanoseconds, if it is reported in a coarser one: a shorter duration is 0.
    /// </summary>
    public long DurationUnit { get; init; }

    /// <summary>The stack at which a command was sent or logged; none if unknown.</summary>
    public StackId Stack { get; init; }

    /// <summary>Whether it is known from an activity only, and not from events of an event source.</summary>
    public bool IsActivity { get; init; }

    /// <summary>The event source, or the source of the activity.</summary>
    public string Source { get; init; } = "";

    /// <summary>What records refer to that happened in it; null if none does.</summary>
    public RequestReference? Reference { get; init; }
}
