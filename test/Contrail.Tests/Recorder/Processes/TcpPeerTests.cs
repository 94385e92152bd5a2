using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Contrail.Processes;
using Xunit;

namespace Contrail.Tests.Recorder.Processes;

/// <summary>The other end of a TCP connection, and the processes that have it.</summary>
public sealed class TcpPeerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("::", "127.0.0.1")]
    [InlineData("::", "::1")]
    public void The_other_end_is_found_and_belongs_to_this_process(string listens, string connects)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Not checked: the kernel's lists are those of Linux.");
        Assert.SkipUnless(
            Socket.OSSupportsIPv6 || !listens.Contains(':'), "Not checked: this machine has no IPv6.");
        using Socket listener = new(IPAddress.Parse(listens).AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (listens.Contains(':'))
        {
            listener.DualMode = true;
        }

        listener.Bind(new IPEndPoint(IPAddress.Parse(listens), 0));
        listener.Listen();

        // A socket for both kinds of address, as HTTP clients have.
        using Socket client = new(SocketType.Stream, ProtocolType.Tcp);
        client.Connect(IPAddress.Parse(connects), ((IPEndPoint)listener.LocalEndPoint!).Port);
        using Socket accepted = listener.Accept();
        TcpPeer found = Assert.NotNull(
            TcpPeer.Find((IPEndPoint)client.LocalEndPoint!, (IPEndPoint)client.RemoteEndPoint!));
        string link = new FileInfo($"/proc/self/fd/{accepted.Handle}").LinkTarget!;
        Assert.Equal($"socket:[{found.Inode}]", link);
        Assert.Equal(new ProcDirectory().OwnUid(), found.Uid);
        SocketOwners owners = SocketOwners.Find(found.Inode, TestContext.Current.CancellationToken);
        Assert.Equal([Environment.ProcessId], owners.Pids);
    }

    [Fact]
    public void An_end_that_is_not_here_is_not_found()
    {
        IPEndPoint other = new(IPAddress.Parse("192.0.2.1"), 80);
        Assert.Null(TcpPeer.Find(new IPEndPoint(IPAddress.Loopback, 1), other));
    }

    [Theory]
    [InlineData("  1: 0100007F:1770 0100007F:ABCD 01 0:0 0:0 0 1000 0 4711 1 0 20", 4711, 1000)]
    [InlineData("  1: 0100007F:1770 0100007F:ABCD 01 0:0 0:0 0 1000 0 -4711 1 0 20", 0, 0)]
    [InlineData("  1: 0100007F:1770 0100007F:ABCD 01 0:0 0:0 0 many 0 4711 1 0 20", 0, 0)]
    [InlineData("  1: 0100007F:1770 0100007F:ABCE 01 0:0 0:0 0 1000 0 4711 1 0 20", 0, 0)]
    [InlineData("  1: 0100007F:ABCD 0100007F:1770 01 0:0 0:0 0 1000 0 4711 1 0 20", 0, 0)]
    [InlineData("  1: 0100007F:1770", 0, 0)]
    [InlineData("", 0, 0)]
    public void Only_a_whole_line_about_the_other_end_counts(string line, ulong inode, uint uid)
    {
        File.WriteAllText(Path.Combine(_folder, "tcp"), $"  sl  local_address rem_address\n{line}\n");
        TcpPeer? found = TcpPeer.Find(
            new IPEndPoint(IPAddress.Loopback, 0xABCD), new IPEndPoint(IPAddress.Loopback, 0x1770), _folder);
        Assert.Equal(inode == 0 ? null : new TcpPeer(inode, uid), found);
    }

    [Fact]
    public void Processes_that_share_a_socket_are_all_found_and_a_canceled_search_is_not_complete()
    {
        foreach (int pid in new[] { 11, 12, 13 })
        {
            string folder = Directory.CreateDirectory(
                Path.Combine(_folder, pid.ToString(CultureInfo.InvariantCulture), "fd")).FullName;
            File.CreateSymbolicLink(Path.Combine(folder, "3"), pid == 12 ? "socket:[1]" : "socket:[4711]");
        }

        SocketOwners owners = SocketOwners.Find(4711, TestContext.Current.CancellationToken, _folder);
        Assert.Equal([11, 13], owners.Pids);
        Assert.True(owners.IsComplete);
        SocketOwners canceled = SocketOwners.Find(4711, new CancellationToken(canceled: true), _folder);
        Assert.False(canceled.IsComplete);
    }
}
