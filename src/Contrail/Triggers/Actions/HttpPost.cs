using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Contrail.Ipc;

namespace Contrail.Triggers.Actions;

/// <summary>
/// One POST of JSON by HTTP/1.1, on a connection of its own. It blocks the caller's thread and needs no other one: the
/// framework's client connects on the thread pool, which inside a recorded process may be the very thing that is
/// starved, and its events would be recorded with the URL. Stateless.
/// </summary>
internal static class HttpPost
{
    /// <summary>With the size of the buffer: a longer answer is reset by the end of the connection.</summary>
    private const int MaxDiscards = 8;

    private const int MillisecondsToDiscard = 100;

    /// <summary>Sends it; returns the status code of the answer, or null if the answer is not one of HTTP.</summary>
    /// <param name="url">Where to, with http or https. Its user name and password are not sent.</param>
    /// <param name="json">The body.</param>
    /// <param name="limit">The time limit. The resolver of the system has its own for the name of the host.</param>
    /// <param name="stop">Ends the exchange early.</param>
    /// <exception cref="SocketException">The host cannot be resolved or reached.</exception>
    /// <exception cref="AuthenticationException">Its certificate is invalid, or TLS is not possible.</exception>
    /// <exception cref="IOException">
    /// The connection broke off; or, with https, what its inner exception is: one of the following.
    /// </exception>
    /// <exception cref="TimeoutException">It was not done in time.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static int? Send(Uri url, byte[] json, TimeSpan limit, ManualResetEventSlim stop)
    {
        Deadline deadline = Deadline.In(limit, () => EndIf(stop));
        using Socket socket = HttpConnection.Open(Dns.GetHostAddresses(url.IdnHost), url.Port, deadline);
        using DeadlineStream plain = new(socket, deadline);
        using SslStream? secure = url.Scheme == Uri.UriSchemeHttps ? Secure(url, plain) : null;
        Stream stream = secure ?? (Stream)plain;
        stream.Write([.. HeadOf(url, json.Length), .. json]);
        int? status = HttpAnswer.ReadStatus(stream);
        Discard(socket);
        return status;
    }

    // Certificates are validated as the framework's client does by default, without a check of revocation. It would
    // load a certificate that the server does not send, by the client that needs the thread pool.
    private static SslStream Secure(Uri url, DeadlineStream plain)
    {
        SslStream secure = new(plain, leaveInnerStreamOpen: true);
        try
        {
            secure.AuthenticateAsClient(new SslClientAuthenticationOptions
            {
                TargetHost = url.IdnHost,
                CertificateChainPolicy = new X509ChainPolicy
                {
                    RevocationMode = X509RevocationMode.NoCheck,
                    DisableCertificateDownloads = true,
                },
            });
            return secure;
        }
        catch
        {
            secure.Dispose();
            throw;
        }
    }

    // The URL escapes what is not allowed in a line.
    private static byte[] HeadOf(Uri url, int bodyBytes)
    {
        string host = url.HostNameType == UriHostNameType.IPv6 ? $"[{url.IdnHost}]" : url.IdnHost;
        return Encoding.ASCII.GetBytes(
            $"POST {url.PathAndQuery} HTTP/1.1\r\nHost: {host}{(url.IsDefaultPort ? "" : $":{url.Port}")}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {bodyBytes}\r\nConnection: close\r\n\r\n");
    }

    // A connection that is closed with unread bytes is reset, which the server may take for a failure.
    private static void Discard(Socket socket)
    {
        Span<byte> discarded = stackalloc byte[4_096];
        socket.ReceiveTimeout = MillisecondsToDiscard;
        int count = 0;
        while (count < MaxDiscards && socket.Receive(discarded, SocketFlags.None, out _) > 0)
        {
            count++;
        }
    }

    private static void EndIf(ManualResetEventSlim stop)
    {
        if (stop.IsSet)
        {
            throw new OperationCanceledException("The recorder has stopped.");
        }
    }
}
