using System.Net.Sockets;
using Contrail.Discovery;
using Contrail.Ipc;
using Contrail.Processes;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.Ipc;

/// <summary>Files in the name of a real process's socket that lead to something else.</summary>
public sealed class PeerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task The_socket_of_another_process_is_refused_and_its_own_is_used()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("contrail-peer-");
        await using TargetProcess other = await TargetProcess.StartAsync("net10.0", "idle");
        await using TargetProcess target = await TargetProcess.StartAsync(
            "net10.0", "idle", new Dictionary<string, string?> { ["TMPDIR"] = folder.FullName });
        string own = Assert.Single(Directory.GetFiles(folder.FullName, "dotnet-diagnostic-*"));
        string planted = Path.Combine(Path.GetTempPath(), Path.GetFileName(own));
        string others = DiagnosticEndpoint.Find(other.Id).Socket!.Path;
        try
        {
            // The owner fits; only the kernel shows that another process listens.
            await Command.RunAsync("ln", [others, planted], Patience);
            TargetSocket socket = DiagnosticEndpoint.Find(target.Id).Socket!;
            Assert.Equal(planted, socket.Path);
            using (Socket connected = socket.Connect(Deadline.In(Patience)))
            {
                Assert.Equal(target.Id, PeerCredentials.Of(connected)!.Value.Pid);
            }

            File.Delete(own);
            Assert.Contains($"process {other.Id} listens at {planted}", RefusalOf(target.Id));
            ListedTarget listed = Assert.Single(
                TargetListing.Current(TestContext.Current.CancellationToken), one => one.Pid == target.Id);
            Assert.Equal((Attachability.SocketRefused, null), (listed.Status, listed.RuntimeVersion));

            File.Delete(planted);
            File.CreateSymbolicLink(planted, others);
            Assert.Contains($"{planted} is a symbolic link", RefusalOf(target.Id));
        }
        finally
        {
            File.Delete(planted);
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_socket_that_another_user_made_is_refused_by_root()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can make a file of another user.");
        await using TargetProcess target = await TargetProcess.StartAsync(
            "net10.0", "idle", new Dictionary<string, string?> { ["DOTNET_EnableDiagnostics"] = "0" });
        ulong start = new ProcDirectory().Stat(target.Id)!.Value.StartTicks;
        string planted = Path.Combine(Path.GetTempPath(), $"dotnet-diagnostic-{target.Id}-{start}-socket");
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(planted));
        listener.Listen();
        try
        {
            await Command.RunAsync("chown", ["65534", planted], Patience);
            Ended ended = await ContrailProcess.RunAsync("record", "--pid", $"{target.Id}");
            Assert.Equal(1, ended.ExitCode);
            Assert.Contains($"belongs to user 65534, and process {target.Id} runs as root", ended.Errors);
            Assert.False(listener.Poll(TimeSpan.Zero, SelectMode.SelectRead), "Something connected.");
        }
        finally
        {
            File.Delete(planted);
        }
    }

    private static string RefusalOf(int pid)
    {
        using FlightRecorder recorder = new(new FlightRecorderOptions(), EventPipeSource.Attach(pid));
        return Assert.Throws<SourceUnavailableException>(recorder.Start).Message;
    }
}
