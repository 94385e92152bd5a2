using Contrail.Discovery;
using Contrail.Processes;
using Contrail.Tests.Recorder.Ipc;
using Xunit;

namespace Contrail.Tests.Recorder.Discovery;

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
    public void A_socket_of_the_current_process_of_the_pid_is_found()
    {
        _proc.Add(Pid, OurUid, startTicks: 5000, maps: Runtime);
        _proc.AddSocket("own", Pid, 4999);
        _proc.AddSocket("own", Pid, 50000);
        string socket = _proc.AddSocket("own", Pid, 5000);
        AssertReady(socket, Find());
    }

    [Fact]
    public void A_socket_of_an_earlier_process_of_the_pid_is_ignored()
    {
        _proc.Add(Pid, OurUid, startTicks: 5000, maps: Libc);
        _proc.AddSocket("own", Pid, 4999);
        Assert.Equal(Attachability.NotDotNet, Find().Status);
    }

    [Fact]
    public void In_a_container_the_socket_has_the_pid_of_the_container()
    {
        _proc.Add(Pid, OurUid, startTicks: 5000, innermostPid: 7);
        string socket = _proc.AddSocket($"{Pid}/root/tmp", 7, 5000);
        AssertReady(socket, Find());
    }

    [Fact]
    public void Local_directories_are_not_searched_for_the_pid_of_a_container()
    {
        _proc.Add(Pid, OurUid, startTicks: 5000, maps: Runtime, innermostPid: 7);
        _proc.AddSocket("own", 7, 5000);
        Assert.Equal(Attachability.DiagnosticsDisabled, Find().Status);
    }

    [Fact]
    public void A_separate_temporary_directory_is_found_through_the_kernel()
    {
        _proc.Add(Pid, OurUid, startTicks: 5000, maps: Runtime);
        string socket = _proc.AddSocket($"{Pid}/root/elsewhere", Pid, 5000);
        string name = Path.GetFileName(socket);
        _proc.SetNamespace(Pid, "net", 1);
        _proc.Write($"{Pid}/net/unix", $"Num RefCount\n0000: 00000002 0 10000 0001 01 99 /elsewhere/{name}\n");
        AssertReady(socket, Find());
    }

    [Fact]
    public void A_missing_process_is_reported() => Assert.Equal(Attachability.NoSuchProcess, Find().Status);

    [Fact]
    public void A_zombie_counts_as_ended()
    {
        _proc.Add(Pid, OurUid, maps: Runtime, state: 'Z');
        Assert.Equal(Attachability.NoSuchProcess, Find().Status);
    }

    [Fact]
    public void A_thread_id_is_not_a_process()
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
    public void Without_a_socket_the_mappings_decide_the_status(string maps, ulong startTicks, Attachability status)
    {
        _proc.Add(Pid, OurUid, startTicks, maps);
        DiagnosticEndpoint endpoint = Find();
        Assert.Equal((status, null), (endpoint.Status, endpoint.Socket));
        Assert.Contains($"Process {Pid}", endpoint.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OurUid, Attachability.OtherUser)]
    [InlineData(0, Attachability.Ready)]
    public void The_socket_of_another_user_is_for_root_only(uint ourUid, Attachability status)
    {
        using FakeProc proc = new(ourUid);
        proc.Add(Pid, uid: 33);
        proc.AddSocket("own", Pid, 100, ownerUid: 33);
        DiagnosticEndpoint endpoint = Find(proc);
        Assert.Equal((status, status == Attachability.OtherUser), (endpoint.Status, endpoint.HasForeignSocket));
    }

    [Theory]
    [InlineData(SocketFileKind.Socket, 33, "belongs to user 33, and process 4000042 runs as user 1000")]
    [InlineData(SocketFileKind.SymbolicLink, OurUid, "is a symbolic link")]
    [InlineData(SocketFileKind.Other, OurUid, "is not a socket")]
    internal void A_file_that_another_made_in_the_name_of_the_socket_is_refused(
        SocketFileKind kind, uint owner, string reason)
    {
        _proc.Add(Pid, OurUid, maps: Runtime);
        _proc.AddSocket("own", Pid, 100, owner, kind);
        DiagnosticEndpoint endpoint = Find();
        Assert.Equal((Attachability.SocketRefused, null), (endpoint.Status, endpoint.Socket));
        Assert.Contains(reason, endpoint.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_refused_file_the_next_path_is_tried()
    {
        _proc.Add(Pid, OurUid, maps: Runtime);
        _proc.AddSocket("own", Pid, 100, ownerUid: 33);
        string socket = _proc.AddSocket($"{Pid}/root/tmp", Pid, 100);
        AssertReady(socket, Find());
    }

    [Fact]
    public void A_socket_of_root_is_trusted_for_a_process_that_dropped_its_rights()
    {
        _proc.Add(Pid, OurUid, maps: Runtime);
        AssertReady(_proc.AddSocket("own", Pid, 100, ownerUid: 0), Find());
    }

    [Fact]
    public void In_a_time_namespace_the_socket_has_another_start_time()
    {
        _proc.Add(Pid, OurUid, startTicks: 5000, maps: Runtime);
        _proc.SetNamespace(Pid, "time", 2);
        _proc.SetNamespace(Environment.ProcessId, "time", 1);
        _proc.Write($"{Environment.ProcessId}/timens_offsets", "monotonic 0 0\nboottime 0 0\n");
        _proc.Write($"{Pid}/timens_offsets", "monotonic       86400         0\nboottime   3600 0\n");
        AssertReady(_proc.AddSocket("own", Pid, 5000 + 360_000), Find());
        TimeOffsets ahead = TimeOffsets.Ahead(new ProcDirectory(_proc.Root), Pid);
        Assert.Equal(new TimeOffsets(TimeSpan.FromDays(1), TimeSpan.FromHours(1)), ahead);
    }

    /// <summary>The kernel's own times are those of the machine, whatever namespace the recorder is in.</summary>
    [Fact]
    public void A_recorder_in_the_time_namespace_of_the_process_is_ahead_of_the_machine_with_it()
    {
        ProcDirectory proc = new(_proc.Root);
        _proc.SetNamespace(Environment.ProcessId, "time", 2);
        _proc.SetNamespace(Pid, "time", 2);
        _proc.SetNamespace(Pid, "time_for_children", 2);
        _proc.Write($"{Environment.ProcessId}/timens_offsets", "monotonic 100000 0\nboottime 0 0\n");
        _proc.Write($"{Pid}/timens_offsets", "monotonic 100000 0\nboottime 0 0\n");
        Assert.Equal(default, TimeOffsets.Ahead(proc, Pid));
        Assert.Equal(TimeSpan.FromSeconds(100_000), TimeOffsets.AheadOfMachine(proc, Pid).Monotonic);
    }

    /// <summary>The file then describes the namespace that children of the process will be in.</summary>
    [Fact]
    public void The_offsets_of_the_children_are_not_those_of_the_process()
    {
        _proc.SetNamespace(Pid, "time", 1);
        _proc.SetNamespace(Pid, "time_for_children", 2);
        _proc.Write($"{Pid}/timens_offsets", "monotonic 100000 0\nboottime 0 0\n");
        Assert.Equal(default, TimeOffsets.AheadOfMachine(new ProcDirectory(_proc.Root), Pid));
    }

    [Fact]
    public void A_temporary_directory_with_a_path_too_long_for_a_socket_is_named()
    {
        _proc.Add(Pid, OurUid, maps: Runtime);
        string folder = "/" + new string('x', 100);
        _proc.Write($"{Pid}/environ", $"TMPDIR={folder}\0");
        DiagnosticEndpoint endpoint = Find();
        Assert.Equal(Attachability.DiagnosticsDisabled, endpoint.Status);
        Assert.Contains("would have 138 bytes", endpoint.Explanation, StringComparison.Ordinal);
        Assert.Contains("shorter TMPDIR", endpoint.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OurUid, "run as its user or as root")]
    [InlineData(0, "not even by root")]
    public void A_process_that_cannot_be_inspected_is_explained_to_each_user(uint ourUid, string reason)
    {
        // To open a directory as a file is denied, to root too.
        using FakeProc proc = new(ourUid);
        proc.Add(Pid, uid: 33);
        File.Delete(Path.Combine(proc.Root, $"{Pid}/maps"));
        Directory.CreateDirectory(Path.Combine(proc.Root, $"{Pid}/maps"));
        DiagnosticEndpoint endpoint = Find(proc);
        Assert.Equal(Attachability.OtherUser, endpoint.Status);
        Assert.Contains(reason, endpoint.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sockets_of_a_network_namespace_are_read_once()
    {
        ProcDirectory proc = new(_proc.Root);
        UnixSocketIndex index = new(proc);
        _proc.Write("1/net/unix", "0: 0 0 0 0 0 1 /a/dotnet-diagnostic-7-8-socket\n0: 0 0 0 0 0 1 /run/other\n");
        _proc.Write("9/net/unix", "0: 0 0 0 0 0 1 /b/dotnet-diagnostic-7-8-socket\n");
        for (int pid = 1; pid <= 8; pid++)
        {
            _proc.SetNamespace(pid, "net", 5);
            Assert.Equal(["/a/dotnet-diagnostic-7-8-socket"], index.PathsOf(pid, "dotnet-diagnostic-7-8-socket"));
        }

        Assert.Equal(1, index.ReadCount);
        _proc.SetNamespace(9, "net", 6);
        Assert.Equal(["/b/dotnet-diagnostic-7-8-socket"], index.PathsOf(9, "dotnet-diagnostic-7-8-socket"));
        Assert.Empty(index.PathsOf(9, "other"));
        Assert.Equal(2, index.ReadCount);
    }

    public void Dispose() => _proc.Dispose();

    private static void AssertReady(string socketPath, DiagnosticEndpoint endpoint) =>
        Assert.Equal((Attachability.Ready, socketPath), (endpoint.Status, endpoint.Socket?.Path));

    private static DiagnosticEndpoint Find(FakeProc proc) => proc.Search().Find(Pid);

    private DiagnosticEndpoint Find() => Find(_proc);
}
