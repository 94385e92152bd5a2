using System.Net.Sockets;
using System.Text;
using Contrail.Agent.Control;
using Xunit;

namespace Contrail.Tests.Agent.Control;

/// <summary>The socket on which a recorder answers.</summary>
public sealed class ControlTests
{
    // A process id that no process has: the folder is that of the user who runs the tests.
    private static readonly int Pid = 1_000_000_000 + Environment.ProcessId;

    [Fact]
    public void A_recorder_answers_until_it_ends_and_only_its_user_can_connect()
    {
        int count = 0;
        using (ControlServer? server = ControlServer.TryStart(
            Pid, () => Encoding.UTF8.GetBytes(new string('a', 1 << 20) + ++count)))
        {
            Assert.NotNull(server);
            string path = PathOf(Pid)!;
            Assert.Equal("rw-------", ModeOf(path));
            Assert.Equal("rwx------", ModeOf(Path.GetDirectoryName(path)!));
            Assert.EndsWith("a1", Encoding.UTF8.GetString(ControlClient.Request(path)!.Value.Span));
            Assert.EndsWith("a2", Encoding.UTF8.GetString(ControlClient.Request(path)!.Value.Span));
        }

        Assert.Null(PathOf(Pid));
    }

    [Fact]
    public void A_client_that_does_not_read_does_not_prevent_the_next_answer()
    {
        using ControlServer? server = ControlServer.TryStart(Pid - 1, () => new byte[4 << 20]);
        string path = PathOf(Pid - 1)!;
        using Socket deaf = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        deaf.Connect(new UnixDomainSocketEndPoint(path));
        Assert.Equal(4 << 20, ControlClient.Request(path)!.Value.Length);
    }

    [Fact]
    public void A_socket_of_a_killed_recorder_is_replaced_and_does_not_answer()
    {
        string path = ControlFolder.TryPrepare(Pid - 2)!;
        using (Socket killed = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            killed.Bind(new UnixDomainSocketEndPoint(path));
        }

        Assert.Null(ControlClient.Request(path));
        using ControlServer? server = ControlServer.TryStart(Pid - 2, () => "b"u8.ToArray());
        Assert.Equal("b"u8.ToArray(), ControlClient.Request(path)!.Value.ToArray());
    }

    private static string ModeOf(string path)
    {
        UnixFileMode mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
        return string.Concat(
            "rwxrwxrwx".Select((letter, index) => ((int)mode & (256 >> index)) != 0 ? letter : '-'));
    }

    private static string? PathOf(int pid) =>
        ControlFolder.Recorders().Where(one => one.Pid == pid).Select(one => one.Path).FirstOrDefault();
}
