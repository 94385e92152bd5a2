using System.Net.Sockets;
using Contrail.Capture;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Wire;

namespace Contrail.GoTrace;

/// <summary>
/// One answer of the endpoint, being read. One thread reads; any may close. It holds no more than HTTP's own buffers.
/// </summary>
internal sealed class GoTraceSession
{
    private const string WrongAddress = "; check whether this is the address of net/http/pprof.";

    private readonly HttpClient _client;
    private readonly HttpResponseMessage _response;
    private readonly Socket _socket;
    private readonly Stream _content;
    private readonly TimeProvider _time;
    private readonly byte[] _header = new byte[GoTraceVersion.HeaderBytes];
    private int _headerBytes;
    private int _headerTaken;

    /// <param name="client">The client, which the session disposes.</param>
    /// <param name="response">The response, whose headers have arrived.</param>
    /// <param name="socket">The connection.</param>
    /// <param name="requestedAt">The timestamp of the request.</param>
    /// <param name="time">The clock of the recorder.</param>
    public GoTraceSession(
        HttpClient client, HttpResponseMessage response, Socket socket, long requestedAt, TimeProvider time)
    {
        _time = time;
        _client = client;
        _response = response;
        _socket = socket;
        _content = response.Content.ReadAsStream();
        RequestedAt = requestedAt;
        Link = GoLink.Of(socket, requestedAt);
    }

    private static ReadOnlySpan<byte> Gzip => [0x1f, 0x8b];

    /// <summary>The connection.</summary>
    public GoLink Link { get; }

    /// <summary>The timestamp of the request. No event in it is older.</summary>
    public long RequestedAt { get; }

    /// <summary>The timestamp at which its first bytes had arrived: the trace had started by then.</summary>
    public long HeaderAt { get; private set; }

    /// <summary>How it ended, once <see cref="Read"/> has given 0.</summary>
    public StreamEnd Ended { get; private set; } = StreamEnd.Broken;

    public int PendingBytes
    {
        get
        {
            try
            {
                return _socket.Available;
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                return 0;
            }
        }
    }

    /// <summary>
    /// Waits for the header and returns why it is not that of a readable trace, and what to do, or null.
    /// <see cref="Read"/> returns it again.
    /// </summary>
    public string? ReadHeader()
    {
        SplitStatus status;
        TraceFault? fault;
        int readBytes;
        do
        {
            readBytes = ReadContent(_header.AsSpan(_headerBytes));
            _headerBytes += readBytes;
            status = GoTraceVersion.Read(_header.AsSpan(0, _headerBytes), out _, out fault);
        }
        while (readBytes > 0 && status == SplitStatus.NeedMore);
        HeaderAt = _time.GetTimestamp();
        return status is SplitStatus.Complete or SplitStatus.NeedMore ? null : Explain(fault!.Value);
    }

    /// <summary>Waits for bytes; 0 at the end of whatever kind.</summary>
    public int Read(Span<byte> destination)
    {
        int left = Math.Min(_headerBytes - _headerTaken, destination.Length);
        if (left == 0)
        {
            return ReadContent(destination);
        }

        _header.AsSpan(_headerTaken, left).CopyTo(destination);
        _headerTaken += left;
        return left;
    }

    /// <summary>Frees a waiting reader at once; the service sees it and stops its tracer.</summary>
    public void Close()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // It had ended before.
        }

        _socket.Dispose();
        _client.Dispose();
    }

    private int ReadContent(Span<byte> destination)
    {
        try
        {
            int readBytes = _content.Read(destination);
            bool marksItsEnd = _response.Headers.TransferEncodingChunked == true
                || _response.Content.Headers.ContentLength is not null;
            Ended = readBytes > 0 ? StreamEnd.Broken : marksItsEnd ? StreamEnd.Clean : StreamEnd.Unknown;
            return readBytes;
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException
            or HttpRequestException or InvalidOperationException)
        {
            // The connection is lost, was silent for too long, or closed by us.
            Ended = StreamEnd.Broken;
            return 0;
        }
    }

    // A page of HTML may begin with white space. Many servers answer each address with one.
    private string Explain(TraceFault fault) => fault.Code switch
    {
        TraceFaultCode.VersionTooOld => TraceFaultText.Of(fault) + "; Go 1.22 or later is required.",
        TraceFaultCode.VersionUnrecognized => TraceFaultText.Of(fault) + "; use a later version of Contrail.",
        _ when _header.AsSpan().StartsWith(Gzip) =>
            "the answer is compressed with gzip and not a Go execution trace" + WrongAddress,
        _ when _header.AsSpan().TrimStart(" \t\r\n"u8).StartsWith((byte)'<') =>
            "the answer is a page of HTML and not a Go execution trace" + WrongAddress,
        _ => TraceFaultText.Of(fault) + WrongAddress,
    };
}
