using System.Diagnostics.Tracing;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Contrail.Ipc;
using Xunit;

namespace Contrail.Scenarios.Ipc;

[SupportedOSPlatform("linux")]
public sealed class ReverseConnectTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("reverse-");

    private string SocketPath => Path.Combine(_directory.FullName, "port");

    [Fact]
    public void A_runtime_that_waits_for_us_is_recorded_from_its_start_and_resumed()
    {
        using ReverseConnectListener listener = new(SocketPath);
        using ChildTarget child = new(("DOTNET_DiagnosticPorts", SocketPath + ",suspend"));
        AdvertisedConnection advertised = listener.Accept(Patience);
        Assert.Equal((ulong)child.Pid, advertised.Advertisement.OwnPid);

        DiagnosticClient client = listener.ClientFor(advertised, Patience);
        Assert.Equal(advertised.Advertisement.Cookie, client.Describe().Cookie);
        using EventPipeConnection session = client.StartSession(new SessionRequest
        {
            BufferMegabytes = 64,
            Providers = [new EventPipeProvider("Microsoft-Windows-DotNETRuntime", 0x8, EventLevel.Informational)],
        });
        client.Resume();
        child.WaitUntilItRuns();
        Thread finisher = new(child.Finish);
        finisher.Start();
        byte[] buffer = new byte[1 << 16];
        long streamBytes = 0;
        int readBytes;
        while ((readBytes = session.Read(buffer)) != 0)
        {
            streamBytes += readBytes;
        }

        finisher.Join();
        Assert.True(streamBytes > 1000, $"Only {streamBytes} bytes arrived.");
    }

    [Fact]
    public void A_wait_for_new_runtimes_does_not_return_those_that_have_a_client()
    {
        using ReverseConnectListener listener = new(SocketPath);
        using ChildTarget one = new(("DOTNET_DiagnosticPorts", SocketPath + ",suspend"));
        DiagnosticClient client = listener.ClientFor(listener.Accept(Patience), Patience);
        AdvertisedConnection? second = null;
        Thread acceptor = new(() => second = listener.Accept(Patience));
        acceptor.Start();

        // Each request needs another connection of the first runtime, which the acceptor may be the one to accept.
        Assert.Equal((ulong)one.Pid, client.Describe().OwnPid);
        Assert.NotEmpty(client.EnvironmentNames());
        client.Resume();
        using ChildTarget other = new(("DOTNET_DiagnosticPorts", SocketPath + ",suspend"));
        acceptor.Join();
        Assert.Equal((ulong)other.Pid, second!.Advertisement.OwnPid);
        listener.ClientFor(second, Patience).Resume();
        one.WaitUntilItRuns();
        other.WaitUntilItRuns();
    }

    [Fact]
    public void Runtimes_not_accepted_yet_wait_in_order()
    {
        using ReverseConnectListener listener = new(SocketPath);
        using ChildTarget one = new(("DOTNET_DiagnosticPorts", SocketPath + ",suspend"));
        AdvertisedConnection first = listener.Accept(Patience);
        using ChildTarget other = new(("DOTNET_DiagnosticPorts", SocketPath + ",suspend"));
        DiagnosticClient client = listener.ClientFor(first, Patience);
        Assert.Equal((ulong)one.Pid, client.Describe().OwnPid);
        client.Resume();
        AdvertisedConnection second = listener.Accept(Patience);
        Assert.Equal((ulong)other.Pid, second.Advertisement.OwnPid);
        Assert.False(second.IsGone);
        second.Dispose();
    }

    [Fact]
    public void Peers_that_are_not_runtimes_are_skipped_and_only_the_owner_may_connect()
    {
        using ReverseConnectListener listener = new(SocketPath);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SocketPath));
        using Socket stranger = IpcSocket.Connect(SocketPath, Deadline.In(Patience));
        stranger.Send(new byte[Advertisement.AdvertisementBytes]);
        Assert.Throws<TimeoutException>(() => listener.Accept(TimeSpan.FromMilliseconds(100)));
        Assert.Equal(0, stranger.Receive(new byte[1]));
    }

    [Fact]
    public void Closing_ends_pending_waits_and_removes_the_socket()
    {
        ReverseConnectListener listener = new(SocketPath);
        Exception? thrown = null;
        Thread waiter = new(() => thrown = Record.Exception(() => listener.Accept(Patience)));
        waiter.Start();
        while ((waiter.ThreadState & ThreadState.Unstarted) != 0)
        {
            Thread.Yield();
        }

        listener.Dispose();
        Assert.True(waiter.Join(TimeSpan.FromSeconds(5)));
        Assert.IsType<ObjectDisposedException>(thrown);
        Assert.False(File.Exists(SocketPath));
    }

    [Fact]
    public void An_abandoned_socket_is_replaced_and_a_live_one_is_not()
    {
        using (Socket abandoned = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            abandoned.Bind(new UnixDomainSocketEndPoint(SocketPath));
            File.Move(SocketPath, SocketPath + "-moved");
        }

        File.Move(SocketPath + "-moved", SocketPath);
        using ReverseConnectListener listener = new(SocketPath);
        SocketException taken = Assert.Throws<SocketException>(() => new ReverseConnectListener(SocketPath).Dispose());
        Assert.Equal(SocketError.AddressAlreadyInUse, taken.SocketErrorCode);
        Assert.True(File.Exists(SocketPath));
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
