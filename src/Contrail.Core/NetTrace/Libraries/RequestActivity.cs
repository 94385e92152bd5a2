namespace Contrail.Core.NetTrace.Libraries;

/// <summary>What the events of ASP.NET Core's hosting contain about a request.</summary>
internal static class RequestActivity
{
    /// <summary>
    /// The event of hosting with the response of a request; it is written in the request's span, just before its end.
    /// </summary>
    public const string EndEvent = "Microsoft.AspNetCore.Hosting.EndRequest";

    /// <summary>The end of the names of events with which an activity ends.</summary>
    public const string StopSuffix = ".Stop";

    private const string Source = "Microsoft.AspNetCore";
    private const string Activities = "Microsoft.AspNetCore.Hosting.";

    /// <summary>Whether an activity or event is one of a request.</summary>
    public static bool IsRequest(string source, string activity) =>
        source == Source || activity.StartsWith(Activities, StringComparison.Ordinal);

    /// <summary>The route of a request, or its path; empty if neither is known.</summary>
    public static string TargetOf(ActivityArguments arguments) =>
        WithoutQuery(arguments.Tag("http.route", "url.path", "http.target", "Path"));

    /// <summary>A query differs in every request, and may contain secrets.</summary>
    public static string WithoutQuery(string address)
    {
        int query = address.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? address : address[..query];
    }
}
