using System.Net;
using System.Net.Sockets;
using Contrail.Ipc;
using Contrail.Triggers.Actions;
using Xunit;

namespace Contrail.Tests.Recorder.Triggers;

/// <summary>Connections of webhooks, and what is sent on them.</summary>
public sealed class HttpConnectionTests : IDisposable
{
    private const int MaxBodyBytes = 4 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    public HttpConnectionTests() => _server.Start();

    private int Port => ((IPEndPoint)_server.LocalEndpoint).Port;

    [Fact]
    public void Addresses_that_do_not_accept_are_no_exceptions()
    {
        // The whole network is the host; only one of its addresses listens.
        IPAddress[] addresses = [IPAddress.Parse("127.0.0.2"), IPAddress.Parse("127.0.0.3"), IPAddress.Loopback];
        int thread = Environment.CurrentManagedThreadId;
        int thrownCount = 0;
        AppDomain.CurrentDomain.FirstChanceException += Count;
        try
        {
            using Socket socket = HttpConnection.Open(addresses, Port, Deadline.In(Patience));
            using Socket accepted = _server.AcceptSocket();
            Assert.Equal(1, socket.Send("x"u8));
            Assert.Equal(1, accepted.Receive(new byte[8]));
        }
        finally
        {
            AppDomain.CurrentDomain.FirstChanceException -= Count;
        }

        Assert.Equal(0, thrownCount);

        void Count(object? sender, EventArgs thrown) =>
            thrownCount += Environment.CurrentManagedThreadId == thread ? 1 : 0;
    }

    [Fact]
    public void The_failure_of_the_last_address_is_reported()
    {
        SocketException failure = Assert.Throws<SocketException>(() => HttpConnection.Open(
            [IPAddress.Parse("127.0.0.2"), IPAddress.Parse("127.0.0.3")], Port, Deadline.In(Patience)));
        Assert.Equal(SocketError.ConnectionRefused, failure.SocketErrorCode);
    }

    [Fact]
    public async Task An_address_that_does_not_answer_uses_its_part_of_the_time()
    {
        using TcpListener full = new(IPAddress.Parse("127.0.0.2"), Port);
        full.Start(backlog: 0);
        using TcpClient waiting = new();
        await waiting.ConnectAsync((IPEndPoint)full.LocalEndpoint, TestContext.Current.CancellationToken);
        using Socket socket = HttpConnection.Open(
            [IPAddress.Parse("127.0.0.2"), IPAddress.Loopback], Port, Deadline.In(TimeSpan.FromSeconds(2)));
        using Socket accepted = await _server.AcceptSocketAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, socket.Send("x"u8));
        Assert.Equal(1, accepted.Receive(new byte[8]));
    }

    [Fact]
    public async Task What_a_slow_reader_receives_is_sent_once()
    {
        using Socket socket = HttpConnection.Open([IPAddress.Loopback], Port, Deadline.In(Patience));
        using Socket accepted = await _server.AcceptSocketAsync(TestContext.Current.CancellationToken);
        byte[] body = [.. Enumerable.Range(0, MaxBodyBytes / 4).SelectMany(BitConverter.GetBytes)];
        using ManualResetEventSlim isOneWaitOver = new();
        int waitCount = 0;
        Task<byte[]> received = Task.Run(() => Receive(accepted, isOneWaitOver));
        using DeadlineStream stream = new(socket, Deadline.In(Patience, Look));
        stream.Write(body);
        socket.Shutdown(SocketShutdown.Send);
        Assert.Equal(body, await received.WaitAsync(Patience, TestContext.Current.CancellationToken));

        void Look()
        {
            if (waitCount++ == 1)
            {
                isOneWaitOver.Set();
            }
        }
    }

    public void Dispose() => _server.Dispose();

    private static byte[] Receive(Socket from, ManualResetEventSlim start)
    {
        Assert.True(start.Wait(Patience));
        using NetworkStream stream = new(from);
        using MemoryStream all = new();
        stream.CopyTo(all);
        return all.ToArray();
    }
}
