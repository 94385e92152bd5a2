using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>Targets and statuses of spans, as they are shown and grouped.</summary>
internal static class SpanTarget
{
    private const int MinClientError = 400;
    private const int MinServerError = 500;

    /// <summary>The target of a kind of span: an address without its query, an endpoint instead of bytes.</summary>
    public static string Of(SpanKind kind, string text) => kind switch
    {
        SpanKind.Request or SpanKind.HttpClient => WithoutQuery(text),
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

    /// <summary>A query differs in every request, and may contain secrets.</summary>
    public static string WithoutQuery(string address)
    {
        int query = address.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? address : address[..query];
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
