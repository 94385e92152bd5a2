using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Contrail.GoTrace;

/// <summary>
/// Requests the trace of a Go service, and reports in one line why it is refused. Messages contain no secrets.
/// </summary>
internal sealed class GoTraceClient
{
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(10);

    private readonly GoTraceAddress _address;
    private readonly GoTraceOptions _options;
    private readonly TimeProvider _time;

    public GoTraceClient(GoTraceAddress address, GoTraceOptions options, TimeProvider time)
    {
        _time = time;
        _address = address;
        _options = options;
    }

    /// <summary>Waits for the headers of the response, which arrive with the first bytes of the trace.</summary>
    /// <exception cref="SourceUnavailableException">No trace is available; the message contains the remedy.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public GoTraceSession Open(CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_options.AnswerWithin);
        Socket? socket = null;
        HttpClient client = CreateClient(connected => socket = connected, patience.Token);
        try
        {
            long requestedAt = _time.GetTimestamp();
            using HttpRequestMessage request = CreateRequest();
            HttpResponseMessage response = client.Send(
                request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (response.IsSuccessStatusCode)
            {
                return OpenSession(new GoTraceSession(client, response, socket!, requestedAt, _time), patience.Token);
            }

            // The body of a refusal has the same total time as its head.
            using CancellationTokenRegistration closing = patience.Token.Register(socket!.Dispose);
            throw new SourceUnavailableException(GoTraceRefusal.Explain(response, _address.Shown));
        }
        catch (Exception failure)
        {
            client.Dispose();
            socket?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (Explain(patience.IsCancellationRequested ? new OperationCanceledException() : failure) is { } why)
            {
                throw new SourceUnavailableException(why);
            }

            throw;
        }
    }

    // Refuses an answer of another kind by its first bytes, which arrive with the head.
    private GoTraceSession OpenSession(GoTraceSession session, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration closing = cancellationToken.Register(session.Close);
        string? fault = session.ReadHeader();
        cancellationToken.ThrowIfCancellationRequested();
        return fault is null
            ? session
            : throw new SourceUnavailableException($"{_address.Shown}: {fault}");
    }

    // The inner exception is left out on purpose: its text may repeat the address with all that is in it.
    private string? Explain(Exception failure) => failure switch
    {
        OperationCanceledException =>
            $"{_address.Shown} did not answer within {_options.AnswerWithin.TotalSeconds:0.#} s; the "
            + "service is busy or stopped, or its Go is older than 1.22.",
        HttpRequestException { InnerException: AuthenticationException } =>
            $"the TLS handshake with {_address.Shown} failed; check its certificate and the client certificate.",
        HttpRequestException { InnerException: SocketException socket } => _options.UnixSocketPath is null
            ? $"{_address.Shown} cannot be reached ({socket.SocketErrorCode}); see whether the service runs, and "
                + "whether this is the port of its net/http/pprof."
            : $"the Unix socket cannot be reached ({socket.SocketErrorCode}); see whether the service runs and "
                + "listens there.",
        HttpRequestException =>
            $"{_address.Shown} does not answer as an HTTP server does; see whether this is the right port.",
        _ => null,
    };

    [SuppressMessage("Reliability", "CA2000", Justification = "The client disposes its handler.")]
    private HttpClient CreateClient(Action<Socket> onConnected, CancellationToken cancellationToken)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = (context, _) => new ValueTask<Stream>(
                Connect(context.DnsEndPoint, onConnected, cancellationToken)),
        };
        if (_options.ClientCertificate is { } certificate)
        {
            handler.SslOptions.ClientCertificates = [certificate];
        }

        return new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    // Connected here, so that we have the socket: shutting it down is what frees a waiting reader at once.
    private NetworkStream Connect(DnsEndPoint endpoint, Action<Socket> onConnected, CancellationToken cancellationToken)
    {
        bool overUnix = _options.UnixSocketPath is not null;
        Socket socket = overUnix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // The operating system takes the time for sending as the time for connecting.
            socket.SendTimeout = (int)ConnectWithin.TotalMilliseconds;
            using (cancellationToken.Register(socket.Dispose))
            {
                socket.Connect(overUnix ? new UnixDomainSocketEndPoint(_options.UnixSocketPath!) : endpoint);
            }

            cancellationToken.ThrowIfCancellationRequested();
            double silence = Math.Max(_options.MaxSilence.TotalMilliseconds, _options.AnswerWithin.TotalMilliseconds);
            socket.ReceiveTimeout = (int)Math.Min(silence, int.MaxValue);
            onConnected(socket);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private HttpRequestMessage CreateRequest()
    {
        HttpRequestMessage request = new(HttpMethod.Get, _address.Request(_options.SessionLength));
        foreach ((string name, string value) in _options.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (_options.BearerToken is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        else if (_address.UserInfo.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(_address.UserInfo)));
        }

        return request;
    }
}
