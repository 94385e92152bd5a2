namespace Contrail.Core.NetTrace.Events;

/// <summary>The names of event sources of .NET's libraries whose events Contrail understands.</summary>
internal static class LibraryProvider
{
    /// <summary>The requests that ASP.NET Core handles.</summary>
    public const string Hosting = "Microsoft.AspNetCore.Hosting";

    /// <summary>The requests that <c>HttpClient</c> sends.</summary>
    public const string Http = "System.Net.Http";

    /// <summary>Name lookups.</summary>
    public const string NameResolution = "System.Net.NameResolution";

    /// <summary>TLS handshakes.</summary>
    public const string Security = "System.Net.Security";

    /// <summary>Connections.</summary>
    public const string Sockets = "System.Net.Sockets";

    /// <summary>Activities and events of DiagnosticSource, which it forwards.</summary>
    public const string Activities = "Microsoft-Diagnostics-DiagnosticSource";

    /// <summary>Tasks, and the ids of activities.</summary>
    public const string Tasks = "System.Threading.Tasks.TplEventSource";

    /// <summary>
    /// The keyword of <see cref="Tasks"/> with which the runtime writes the ids of activities into the headers of
    /// events. No event of that source has it.
    /// </summary>
    public const ulong ActivityIdsKeyword = 0x80;

    /// <summary>
    /// Returns whether an event source writes no events by design with these keywords, but changes those of others.
    /// </summary>
    public static bool IsSilent(string provider, ulong keywords) =>
        string.Equals(provider, Tasks, StringComparison.OrdinalIgnoreCase) && keywords == ActivityIdsKeyword;
}
