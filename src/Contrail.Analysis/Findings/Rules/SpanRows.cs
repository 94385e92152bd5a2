using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>What rules about requests and calls have in common.</summary>
internal static class SpanRows
{
    /// <summary>How to record requests and calls.</summary>
    public const string Recording = "--profile requests";

    private const int TextChars = 160;

    /// <summary>The groups of a view of spans.</summary>
    public static IReadOnlyList<ExaminedRow> Groups(ExaminedTrace trace, ViewDescription view) =>
        trace.Rows(view, SpansView.GroupsName);

    /// <summary>The time of all spans of a view, in nanoseconds; those at the same time add up.</summary>
    public static double Total(ExaminedTrace trace, ViewDescription view) =>
        Groups(trace, view).Sum(row => row.Number("total"));

    /// <summary>The name and the target of a group, or of a failure.</summary>
    public static string NameOf(ExaminedRow row) =>
        row.Text("target") is { Length: > 0 } target ? $"{row.Text("name")} {target}" : row.Text("name");

    /// <summary>The start of a command to a database.</summary>
    public static string CommandOf(ExaminedRow row)
    {
        string text = row.Text("target") is { Length: > 0 } command ? command : row.Text("name");
        return text.Length <= TextChars ? text : text[..(TextChars - 1)] + "…";
    }

    /// <summary>The host in an address, without its port: name lookups and handshakes contain it.</summary>
    public static string HostOf(string address)
    {
        string authority = HostCalls.HostOf(address);
        int port = authority.LastIndexOf(':');
        return port > authority.LastIndexOf(']') ? authority[..port] : authority;
    }

    /// <summary>
    /// What identifies the service at an address: the host with its port, to which a pool of connections belongs. On
    /// one host can be several services. None if it is unknown.
    /// </summary>
    public static IReadOnlyList<string> ServiceOf(string address) =>
        HostCalls.HostOf(address) is { Length: > 0 } host ? [host] : [];

    /// <summary>What identifies a failed call that requests have in common with it.</summary>
    public static string FailedCall(string nameOrHost) => $"failed call {nameOrHost}";

    /// <summary>The requests that took the most time together and have a known route; null if there are none.</summary>
    public static ExaminedRow? MainRoute(ExaminedTrace trace) =>
        Groups(trace, SpansView.Requests).FirstOrDefault(row => row.IsKnown("target"));
}
