using System.Globalization;

namespace Contrail.GoTrace;

/// <summary>The address of a Go service's trace, and the form in which it is shown.</summary>
internal sealed class GoTraceAddress
{
    private const string Endpoint = "/debug/pprof/trace";

    private readonly UriBuilder _request;

    /// <param name="address">The service, the folder of its profiles, or the endpoint itself.</param>
    /// <exception cref="ArgumentException">It is no absolute HTTP address.</exception>
    public GoTraceAddress(Uri address)
    {
        bool isHttp = address.IsAbsoluteUri
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
        if (!isHttp)
        {
            throw new ArgumentException("An address looks like http://127.0.0.1:6060.", nameof(address));
        }

        string path = address.AbsolutePath.TrimEnd('/');
        _request = new UriBuilder(address.Scheme, address.Host, address.Port)
        {
            Path = path.EndsWith("/trace", StringComparison.Ordinal) ? path
                : path.EndsWith("/debug/pprof", StringComparison.Ordinal) ? path + "/trace"
                : path + Endpoint,
        };
        GivenQuery = string.Join('&', address.Query.TrimStart('?').Split('&').Where(part => part.Length > 0
            && !Uri.UnescapeDataString(part.Split('=')[0]).Equals("seconds", StringComparison.Ordinal)));
        UserInfo = Uri.UnescapeDataString(address.UserInfo);
        Shown = _request.Uri.GetLeftPart(UriPartial.Path);
        Name = address.Host + "_" + address.Port.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The address as it may be shown: without user, password and query, any of which may be a secret.
    /// </summary>
    public string Shown { get; }

    /// <summary>A name for what is there.</summary>
    public string Name { get; }

    public string Host => _request.Host;

    /// <summary>User and password; empty for none.</summary>
    public string UserInfo { get; }

    private string GivenQuery { get; }

    /// <summary>
    /// The address that requests a trace of that length. A <c>seconds</c> in the given query is replaced: Go takes the
    /// first, so a pasted address would end the recording.
    /// </summary>
    public Uri Request(TimeSpan length)
    {
        string seconds = length.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        string separator = GivenQuery.Length > 0 ? $"?{GivenQuery}&" : "?";
        return new UriBuilder(_request.Uri) { Query = $"{separator}seconds={seconds}" }.Uri;
    }
}
