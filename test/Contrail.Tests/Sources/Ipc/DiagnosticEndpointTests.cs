using Contrail.Sources;
using Contrail.Sources.Ipc;
using Xunit;

namespace Contrail.Tests.Sources.Ipc;

public sealed class DiagnosticEndpointTests : IDisposable
{
    private const int Pid = 4_000_042;
    private const uint OurUid = 1000;
    private const string Runtime = "7f00-7f01 r-xp 00000000 08:01 1 /usr/share/dotnet/libcoreclr.so\n";
    private const string SingleFile = "7f00-7f01 rw-s 00000000 00:01 1 /memfd:doublemapper (deleted)\n";
    private const string Host = "7f00-7f01 r-xp 00000000 08:01 1 /usr/share/dotnet/host/libhostfxr.so\n";
    private const string Libc = "7f00-7f01 r-xp 00000000 08:01 1 /lib/libc.so.6\n";

    private readonly FakeProc _proc = new(OurUid);

    [Fact]
    public void A_socket_of_this_life_of_the_pid_is_found()
    {
        _proc.Add(Pid, OurUid, startTicks: 5000, maps: Runtime);
        _proc.AddSocket("ours", Pid, 4999);
        _proc.AddSocket("ours", Pid, 50000);
        string socket = _proc.AddSocket("ours", Pid, 5000);
        Assert.Equal(new DiagnosticEndpoint(Pid, Attachability.Ready, socket), Find());
    }

    [Fact]
    public void A_socket_of_an_earlier_life_is_none()
    {
        _proc.Add(Pid, OurUid, startTicks: 5000, maps: Libc);
        _proc.AddSocket("ours", Pid, 4999);
        Assert.Equal(Attachability.NotDotNet, Find().Status);
    }

    [Fact]
    public void In_a_container_the_socket_has_the_pid_of_the_container()
    {
        _proc.Add(Pid, OurUid, startTicks: 5000, innermostPid: 7);
        string socket = _proc.AddSocket($"{Pid}/root/tmp", 7, 5000);
        Assert.Equal(new DiagnosticEndpoint(Pid, Attachability.Ready, socket), Find());
    }

    [Fact]
    public void Our_directories_are_not_searched_for_the_pid_of_a_container()
    {
        _proc.Add(Pid, OurUid, startTicks: 5000, maps: Runtime, innermostPid: 7);
        _proc.AddSocket("ours", 7, 5000);
        Assert.Equal(Attachability.DiagnosticsDisabled, Find().Status);
    }

    [Fact]
    public void A_temporary_directory_of_its_own_is_known_to_the_kernel()
    {
        _proc.Add(Pid, OurUid, startTicks: 5000, maps: Runtime);
        string socket = _proc.AddSocket($"{Pid}/root/elsewhere", Pid, 5000);
        string name = Path.GetFileName(socket);
        _proc.Write($"{Pid}/net/unix", $"Num RefCount\n0000: 00000002 0 10000 0001 01 99 /elsewhere/{name}\n");
        Assert.Equal(new DiagnosticEndpoint(Pid, Attachability.Ready, socket), Find());
    }

    [Fact]
    public void Nobody_is_there() => Assert.Equal(Attachability.NoSuchProcess, Find().Status);

    [Fact]
    public void A_zombie_is_nobody()
    {
        _proc.Add(Pid, OurUid, maps: Runtime, state: 'Z');
        Assert.Equal(Attachability.NoSuchProcess, Find().Status);
    }

    [Fact]
    public void A_thread_is_nobody()
    {
        _proc.Add(Pid, OurUid, maps: Runtime);
        _proc.Write($"{Pid}/status", "Tgid:\t5\nUid:\t1000\t1000\t1000\t1000\n");
        Assert.Equal(Attachability.NoSuchProcess, Find().Status);
    }

    [Theory]
    [InlineData(Libc, 100, Attachability.NotDotNet)]
    [InlineData("", 99_990, Attachability.NotDotNet)]
    [InlineData(Runtime, 100, Attachability.DiagnosticsDisabled)]
    [InlineData(SingleFile, 100, Attachability.DiagnosticsDisabled)]
    [InlineData(Runtime, 99_700, Attachability.DiagnosticsDisabled)]           // Three seconds old.
    [InlineData(Runtime, 99_900, Attachability.NotYet)]                        // One.
    [InlineData(Libc + Host, 100, Attachability.NotYet)]
    [InlineData(Host + Runtime, 100, Attachability.DiagnosticsDisabled)]
    public void Without_a_socket_the_mappings_tell(string maps, ulong startTicks, Attachability status)
    {
        _proc.Add(Pid, OurUid, startTicks, maps);
        DiagnosticEndpoint endpoint = Find();
        Assert.Equal((status, null), (endpoint.Status, endpoint.SocketPath));
        Assert.Contains($"Process {Pid}", endpoint.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OurUid, Attachability.OtherUser)]
    [InlineData(0, Attachability.Ready)]
    public void The_socket_of_another_user_is_for_root_alone(uint ourUid, Attachability status)
    {
        using FakeProc proc = new(ourUid);
        proc.Add(Pid, uid: 33);
        proc.AddSocket("ours", Pid, 100);
        DiagnosticEndpoint endpoint = Find(proc);
        Assert.Equal((status, status == Attachability.OtherUser), (endpoint.Status, endpoint.HasForeignSocket));
    }

    public void Dispose() => _proc.Dispose();

    private static DiagnosticEndpoint Find(FakeProc proc) =>
        DiagnosticEndpoint.Find(Pid, new ProcDirectory(proc.Root), [proc.TemporaryDirectory]);

    private DiagnosticEndpoint Find() => Find(_proc);
}
