using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Contrail.Scenarios.Support;

/// <summary>A slow link: forwards connections to a service, one after the other, and limits the answers.</summary>
internal sealed class SlowRelay : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Uri _service;
    private readonly int _bytesPerPeriod;
    private readonly ManualResetEventSlim _disposed = new();
    private readonly Thread _thread;

    public SlowRelay(Uri service, int bytesPerSecond)
    {
        _service = service;
        _bytesPerPeriod = (int)(bytesPerSecond * Period.TotalSeconds);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        int port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        Address = new Uri("http://127.0.0.1:" + port.ToString(CultureInfo.InvariantCulture));
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public Uri Address { get; }

    public void Dispose()
    {
        _disposed.Set();
        _listener.Dispose();
        _thread.Join();
        _disposed.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_disposed.IsSet)
            {
                using Socket client = _listener.Accept();
                Relay(client);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Relay(Socket client)
    {
        using Socket upstream = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveBufferSize = 4_096,
        };
        try
        {
            upstream.Connect(_service.Host, _service.Port);
            byte[] bytes = new byte[_bytesPerPeriod];
            upstream.Send(bytes.AsSpan(0, client.Receive(bytes)));
            int readBytes = 1;
            while (readBytes > 0 && !_disposed.Wait(Period)
                && !(client.Poll(0, SelectMode.SelectRead) && client.Available == 0))
            {
                readBytes = upstream.Receive(bytes);
                client.Send(bytes.AsSpan(0, readBytes));
            }
        }
        catch (SocketException)
        {
            // Either side has closed.
        }
    }
}
