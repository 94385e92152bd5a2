using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Contrail.Analysis.Model;
using Contrail.Core.NetTrace.Libraries;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>Targets and statuses of spans, as they are shown and grouped.</summary>
internal static class SpanTarget
{
    private const int MinClientError = 400;
    private const int MinServerError = 500;

    /// <summary>Hosting's status of a request whose client left before the response.</summary>
    private const string ClientClosedRequest = "499";

    private const string AfterScheme = "://";

    // What the client reports when the token of the caller is canceled; the types are in the tags of an activity. The
    // message for the time limit of HttpClient is another one.
    private static readonly string[] Cancellations =
    [
        "The operation was canceled.", "A task was canceled.",
        "System.OperationCanceledException", "System.Threading.Tasks.TaskCanceledException",
    ];

    /// <summary>The target of a kind of span: an address without its query, an endpoint instead of bytes.</summary>
    public static string Of(SpanKind kind, string text) => kind switch
    {
        SpanKind.Request => RequestActivity.WithoutQuery(text),
        SpanKind.HttpClient => WithPort(RequestActivity.WithoutQuery(text)),
        SpanKind.Connect or SpanKind.Accept => EndPoint(text) ?? text,
        _ => text,
    };

    /// <summary>
    /// Whether a status reports a failure: of a client, a response with an error of either side, or none; of a server,
    /// only its own errors.
    /// </summary>
    public static bool IsFailure(SpanKind kind, string status) =>
        int.TryParse(status, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int code) && kind switch
        {
            SpanKind.HttpClient => code < 0 || code >= MinClientError,
            SpanKind.Request => code >= MinServerError,
            _ => false,
        };

    /// <summary>Whether a status reports that the sending side has canceled the request or the call.</summary>
    public static bool IsCancellation(SpanKind kind, string status) => kind switch
    {
        SpanKind.HttpClient => Array.IndexOf(Cancellations, status) >= 0,
        SpanKind.Request => status == ClientClosedRequest,
        _ => false,
    };

    /// <summary>
    /// The tags of an activity leave out the default port, and the event source of HTTP does not: with it, both report
    /// one address.
    /// </summary>
    public static string WithPort(string address)
    {
        int scheme = address.IndexOf(AfterScheme, StringComparison.Ordinal);
        string port = scheme < 0 ? "" : address[..scheme] switch { "http" => ":80", "https" => ":443", _ => "" };
        if (port.Length == 0)
        {
            return address;
        }

        int host = scheme + AfterScheme.Length;
        int slash = address.IndexOf('/', host);
        int end = slash < 0 ? address.Length : slash;
        string authority = address[host..end];
        bool hasPort = authority.LastIndexOf(':') > authority.LastIndexOf(']');
        return authority.Length == 0 || hasPort ? address : address.Insert(end, port);
    }

    // "InterNetworkV6:28:{142,231,0,…}": the family, the size, and the bytes after the family.
    private static string? EndPoint(string text)
    {
        string[] parts = text.Split(':', 3);
        if (parts.Length != 3 || !Enum.TryParse(parts[0], out AddressFamily family))
        {
            return null;
        }

        string[] words = parts[2].Trim('{', '}').Split(',');
        byte[] bytes = new byte[words.Length];
        for (int index = 0; index < words.Length; index++)
        {
            if (!byte.TryParse(words[index], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[index]))
            {
                return null;
            }
        }

        Range address = family switch
        {
            AddressFamily.InterNetwork when bytes.Length >= 6 => 2..6,
            AddressFamily.InterNetworkV6 when bytes.Length >= 22 => 6..22,
            _ => default,
        };
        if (address.Equals(default(Range)))
        {
            return null;
        }

        IPAddress host = new(bytes[address]);
        return new IPEndPoint(host.IsIPv4MappedToIPv6 ? host.MapToIPv4() : host, (bytes[0] << 8) | bytes[1]).ToString();
    }
}
