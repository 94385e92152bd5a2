using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Contrail.Tests.Support;

/// <summary>
/// Simulates a Go service on 127.0.0.1 or a Unix socket: each connection receives the next of the given answers, and
/// the requests are kept.
/// </summary>
internal sealed class FakeGoServer : IDisposable
{
    private readonly Socket _listener;
    private readonly Queue<Action<Answer>> _answers;
    private readonly Thread _thread;
    private readonly List<Socket> _connections = [];

    public FakeGoServer(params Action<Answer>[] answers)
        : this(null, answers)
    {
    }

    public FakeGoServer(string? unixSocketPath, params Action<Answer>[] answers)
    {
        _answers = new Queue<Action<Answer>>(answers);
        bool overUnix = unixSocketPath is not null;
        _listener = new Socket(
            overUnix ? AddressFamily.Unix : AddressFamily.InterNetwork,
            SocketType.Stream,
            overUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        _listener.Bind(
            overUnix ? new UnixDomainSocketEndPoint(unixSocketPath!) : new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Address = new Uri(overUnix
            ? "http://service"
            : $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture)}");
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public Uri Address { get; }

    /// <summary>The requests so far, each with its headers.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>An answer that has a status and a text.</summary>
    public static Action<Answer> Status(string status, string text, string headers = "") => answer =>
    {
        answer.Send(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\n{headers}Content-Length: {text.Length}\r\n\r\n{text}"));
        answer.AwaitClose();
    };

    /// <summary>A trace that ends in good order.</summary>
    public static Action<Answer> Whole(byte[] trace) => answer =>
    {
        answer.Begin();
        answer.Chunk(trace);
        answer.End();
        answer.AwaitClose();
    };

    /// <summary>A trace that breaks off.</summary>
    public static Action<Answer> Dropped(byte[] trace) => answer =>
    {
        answer.Begin();
        answer.Chunk(trace);
    };

    /// <summary>A trace that stays open without more data.</summary>
    public static Action<Answer> Stalled(byte[] trace) => answer =>
    {
        answer.Begin();
        answer.Chunk(trace);
        answer.AwaitClose();
    };

    public void Dispose()
    {
        _listener.Dispose();
        lock (_connections)
        {
            _connections.ForEach(connection => connection.Dispose());
        }

        _thread.Join();
    }

    private void Run()
    {
        try
        {
            while (_answers.TryDequeue(out Action<Answer>? next))
            {
                using Socket connection = _listener.Accept();
                lock (_connections)
                {
                    _connections.Add(connection);
                }

                Serve(connection, next);
            }

            // A later connection is refused.
            _listener.Dispose();
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Serve(Socket connection, Action<Answer> next)
    {
        try
        {
            byte[] request = new byte[8_192];
            int readBytes = connection.Receive(request);
            lock (Requests)
            {
                Requests.Add(Encoding.ASCII.GetString(request, 0, readBytes));
            }

            next(new Answer(connection));
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The recorder has gone, or the test is over.
        }
    }

    /// <summary>What an answer can do.</summary>
    internal sealed class Answer(Socket connection)
    {
        public void Begin() => Send(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());

        public void Chunk(byte[] bytes)
        {
            Send(Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"));
            Send(bytes);
            Send("\r\n"u8.ToArray());
        }

        public void End() => Send("0\r\n\r\n"u8.ToArray());

        public void Send(byte[] bytes)
        {
            for (int sentBytes = 0; sentBytes < bytes.Length;)
            {
                sentBytes += connection.Send(bytes.AsSpan(sentBytes));
            }
        }

        /// <summary>Waits until the recorder closes.</summary>
        public void AwaitClose()
        {
            byte[] nothing = new byte[1];
            while (connection.Receive(nothing) > 0)
            {
            }
        }
    }
}
