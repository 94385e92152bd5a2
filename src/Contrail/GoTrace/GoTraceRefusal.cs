using System.Net;
using System.Text;

namespace Contrail.GoTrace;

/// <summary>
/// Explains a response that is not a trace. Only known phrases of its text are used: a server may repeat secrets of the
/// request in it.
/// </summary>
internal static class GoTraceRefusal
{
    /// <summary>The messages of net/http/pprof have under a hundred.</summary>
    private const int MaxTextBytes = 1_024;

    public static string Explain(HttpResponseMessage response, string shown)
    {
        int code = (int)response.StatusCode;
        return response.StatusCode switch
        {
            HttpStatusCode.InternalServerError when HasPhrase(response, "already enabled") =>
                $"{shown}: the service is being traced already, and Go has one such trace at a time; end the other "
                + "recording, then try again.",
            HttpStatusCode.BadRequest when HasPhrase(response, "WriteTimeout") =>
                $"{shown}: the server's WriteTimeout is shorter than the requested trace; raise it for this endpoint, "
                + "or request shorter sessions.",
            HttpStatusCode.NotFound =>
                $"{shown}: there is nothing (404); see that the service imports net/http/pprof, and give the address "
                + "with its base path.",
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                $"{shown}: access denied ({code}); specify the header or token that the service requires.",
            _ when code is >= 300 and < 400 =>
                $"{shown}: it leads elsewhere ({code}); give the address where the trace is.",
            _ => $"{shown}: the response is {code} instead of a trace; check the log of the service.",
        };
    }

    private static bool HasPhrase(HttpResponseMessage response, string phrase)
    {
        try
        {
            byte[] text = new byte[MaxTextBytes];
            using Stream content = response.Content.ReadAsStream();
            int readBytes = content.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            return Encoding.UTF8.GetString(text, 0, readBytes).Contains(phrase, StringComparison.Ordinal);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException
            or ObjectDisposedException or System.Net.Sockets.SocketException or InvalidOperationException)
        {
            return false;
        }
    }
}
