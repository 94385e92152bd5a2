using System.Diagnostics.Tracing;
using Contrail.Core.NetTrace.Events;

namespace Contrail.EventPipe;

/// <summary>The event sources of the profile <c>requests</c>. Each writes one or two events per unit of work.</summary>
internal static class RequestProviders
{
    /// <summary>
    /// The response status of a request, which hosting's own event source does not report, with its method and path, so
    /// that a request whose start is not in the window is known too; and the end of each activity. <c>Record</c>
    /// requests the tags of activities and leaves their trace flag for other services as it is. The query of a request
    /// is not read: it may contain a secret.
    /// </summary>
    private const string Filter =
        "Microsoft.AspNetCore/Microsoft.AspNetCore.Hosting.EndRequest:-StatusCode=httpContext.Response.StatusCode"
        + ";Method=httpContext.Request.Method;Path=httpContext.Request.Path\n"
        + "[AS]*/Stop-Record:-TraceId;SpanId;ParentSpanId;DurationTicks=Duration.Ticks;Tags=TagObjects.*Enumerate";

    /// <summary>What its filter selects.</summary>
    private const ulong Events = 2;

    /// <summary>All other events of these sources are parts of a request, and one client request has ten.</summary>
    private static readonly EventIdFilter Calls = EventIdFilter.Only(1, 2, 3, 6);

    /// <summary>Gets the providers.</summary>
    public static IReadOnlyList<EventPipeProvider> All { get; } =
    [
        Of(LibraryProvider.Tasks, LibraryProvider.ActivityIdsKeyword),
        Of(LibraryProvider.Hosting),
        Of(LibraryProvider.Http, filter: Calls),
        Of(LibraryProvider.NameResolution),
        Of(LibraryProvider.Security),
        Of(LibraryProvider.Sockets),
        Of(LibraryProvider.Activities, Events, $"FilterAndPayloadSpecs=\"{Filter}\""),
    ];

    private static EventPipeProvider Of(
        string name, ulong keywords = 0, string? arguments = null, EventIdFilter? filter = null) =>
        new(name, keywords, EventLevel.Informational, arguments, filter);
}
