using System.Net.Sockets;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.EventPipe;
using Contrail.Ipc;
using Contrail.Processes;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Ipc;

/// <summary>Diagnostics servers that answer in the name of another process.</summary>
public sealed class UntrustedPeerTests
{
    private const int OtherPid = 4_000_042;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly int OwnPid = Environment.ProcessId;
    private static readonly uint OwnUid = new ProcDirectory().OwnUid()!.Value;

    [Fact]
    public void A_listener_that_is_not_the_process_receives_no_request()
    {
        FakeRuntime runtime = new(_ => FakeRuntime.Success(Description(OtherPid)));
        DiagnosticClient client = new(new TargetSocket(new TargetIdentity(OtherPid, 7, OwnUid), [runtime.SocketPath]));
        UntrustedPeerException refused = Assert.Throws<UntrustedPeerException>(() => client.Describe());
        Assert.Contains(
            $"process {OwnPid} listens at {runtime.SocketPath}", refused.Message, StringComparison.Ordinal);
        runtime.Dispose();

        // The connection was closed without a byte.
        Assert.All(runtime.Requests, requested => Assert.Equal(IpcCommand.None, requested));
    }

    [Fact]
    public void A_listener_of_another_user_is_refused_though_its_pid_fits()
    {
        TargetIdentity target = new(OwnPid, OwnPid, Uid: 1234);
        Assert.Equal(
            $"user 99 listens at /s, and process {OwnPid} runs as user 1234",
            target.Refuse("/s", new PeerCredentials(OwnPid, 99)));
        Assert.Null(target.Refuse("/s", new PeerCredentials(OwnPid, 1234)));
        Assert.NotNull(target.Refuse("/s", new PeerCredentials(0, 1234)));
        Assert.NotNull(target.Refuse("/s", listener: null));
    }

    [Fact]
    public void The_process_is_reached_by_the_next_path_after_one_that_is_not_served_or_served_by_another()
    {
        using FakeRuntime runtime = new(_ => FakeRuntime.Success(Description(OwnPid)));
        TargetSocket socket = new(
            new TargetIdentity(OwnPid, OwnPid, OwnUid),
            ["/no/such/socket", "/" + new string('x', 200), runtime.SocketPath]);
        Assert.Equal("app", new DiagnosticClient(socket).Describe().CommandLine);
    }

    [Fact]
    public void A_runtime_that_describes_another_process_is_refused()
    {
        using FakeRuntime runtime = new(_ => FakeRuntime.Success(Description(8)));
        TargetSocket socket = new(new TargetIdentity(OwnPid, 7, OwnUid), [runtime.SocketPath]);
        UntrustedPeerException refused =
            Assert.Throws<UntrustedPeerException>(() => new DiagnosticClient(socket).Describe());
        Assert.Contains("reports pid 8", refused.Message, StringComparison.Ordinal);
        Assert.Contains("has pid 7 in its own namespace", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_is_not_visible_has_only_the_facts_that_its_runtime_reports()
    {
        // It has this process's number in its own namespace; /proc describes another process under it.
        using FakeRuntime runtime = new(_ => FakeRuntime.Success(Description(OwnPid)));
        TargetFacts facts = TargetFacts.Query(0, new DiagnosticClient(runtime.SocketPath));
        Assert.Equal((0, "Entry", "app"), (facts.Process.Id, facts.Process.Name, facts.Process.CommandLine));
        Assert.Equal((OwnPid, 1, null), (facts.OwnPid, facts.ThreadCount, facts.MemoryLimitBytes));
        Assert.False(facts.Stat!.Value.IsDead);
    }

    [Fact]
    public void A_program_that_connects_with_the_pid_of_another_is_resumed_and_not_offered()
    {
        List<int> offered = [];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("port-");
        string path = Path.Combine(folder.FullName, "port");
        using (DiagnosticPort port = new(program => offered.Add(program.Pid), path))
        {
            using Socket liar = Connect(path, OtherPid);
            liar.ReceiveTimeout = (int)Patience.TotalMilliseconds;
            byte[] header = new byte[IpcHeader.HeaderBytes];
            IpcSocket.ReceiveExactly(liar, header, Deadline.In(Patience));
            Assert.True(IpcHeader.TryParse(header, out IpcHeader request));
            Assert.Equal(IpcCommand.ResumeRuntime, (IpcCommand)((request.CommandSet << 8) | request.CommandId));
            liar.Send(FakeRuntime.Success());
            port.AwaitStarting();
            Assert.Contains($"reports pid {OtherPid}", port.LastError, StringComparison.Ordinal);
        }

        Assert.Empty(offered);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_stream_of_another_process_is_refused()
    {
        byte[] stream = SampleTrace.Build(new TraceTicks(1));
        using TraceRecording recording = new(
            new NetTraceFormat(1 << 20, processId: OtherPid),
            new RecordingLimits(TimeSpan.FromSeconds(1), 1 << 20),
            NetTraceSplitter.MaxFrameBytes);
        stream.CopyTo(recording.Room());
        Assert.Equal(SourceState.Malformed, recording.Advance(stream.Length));
        Assert.Contains($"not of process {OtherPid}", recording.Counts().Fault.Words(), StringComparison.Ordinal);
    }

    private static Socket Connect(string path, int pid)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        socket.Send([.. "ADVR_V1\0"u8, .. Guid.NewGuid().ToByteArray(), .. BitConverter.GetBytes((ulong)pid), 0, 0]);
        return socket;
    }

    private static byte[] Description(int pid) =>
    [
        1, 0, 0, 0, .. BitConverter.GetBytes((ulong)pid), .. new byte[16],
        .. FakeRuntime.Text("app"), .. FakeRuntime.Text("linux"), .. FakeRuntime.Text("x64"),
        .. FakeRuntime.Text("Entry"), .. FakeRuntime.Text("10.0.12"), .. FakeRuntime.Text("linux-x64"),
    ];
}
