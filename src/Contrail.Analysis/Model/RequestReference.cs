namespace Contrail.Analysis.Model;

/// <summary>
/// The request in which something happened. The ids of a request are in its last event, so that more may be known of it
/// when the trace has been read. Compared by reference. Not safe for concurrent use.
/// </summary>
/// <param name="identity">What is known of the request so far.</param>
internal sealed class RequestReference(RequestIdentity identity)
{
    /// <summary>What is known of the request so far.</summary>
    public RequestIdentity Identity { get; private set; } = identity;

    /// <summary>Takes what is now known of the request.</summary>
    public void Learn(in Span span) => Identity = IdentityOf(span);

    /// <summary>What identifies the request that a span is.</summary>
    public static RequestIdentity IdentityOf(in Span span) =>
        new(span.Name, span.Target, span.TraceId, span.SpanId);
}
