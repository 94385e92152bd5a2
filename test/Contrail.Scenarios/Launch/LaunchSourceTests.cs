using System.Diagnostics;
using System.Runtime.Versioning;
using Contrail.Agent.Doctor;
using Contrail.Scenarios.Ipc;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.Launch;

/// <summary>The library's way: a recorder that starts a command, or waits for a runtime to connect.</summary>
[SupportedOSPlatform("linux")]
public sealed class LaunchSourceTests : IDisposable
{
    private static readonly EventPipeOptions Impatient = new() { ConnectTimeout = TimeSpan.FromMilliseconds(300) };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("launch-");

    [Fact]
    public async Task A_command_is_started_again_at_each_start_of_its_recorder()
    {
        string target = await TargetBuild.ExecutableAsync("net10.0");
        ProcessStartInfo start = new(target, "exit --how environment --code 3 --after 0.2")
        {
            RedirectStandardOutput = true,
        };
        Process? command = null;
        using FlightRecorder recorder = new(Options, EventPipeSource.Launch(start, null, started => command = started));
        for (int life = 0; life < 2; life++)
        {
            recorder.Start();
            using Process running = command!;
            Assert.Equal(running.Id, recorder.Health.Process!.Id);
            await running.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(3, running.ExitCode);
            SavedSnapshot saved = await recorder.SnapshotAsync("over", TestContext.Current.CancellationToken);
            Assert.Equal(RundownOutcome.NotNeeded, saved.Manifest.Symbols.Rundown);
            recorder.Stop();
        }
    }

    [Fact]
    public void Where_no_program_connects_it_reports_why_and_leaves_nothing_running()
    {
        Process? command = null;
        ProcessStartInfo sleep = new("sleep", "60");
        using FlightRecorder late = new(
            Options, EventPipeSource.Launch(sleep, Impatient, started => command = started));
        Assert.Contains("within 0.3 s", Assert.Throws<SourceUnavailableException>(late.Start).Message);
        using Process killed = command!;
        Assert.True(killed.WaitForExit(TimeSpan.FromSeconds(5)));

        using FlightRecorder ended = new(Options, EventPipeSource.Launch(new ProcessStartInfo("/bin/false")));
        Assert.Contains("exit code 1", Assert.Throws<SourceUnavailableException>(ended.Start).Message);

        using FlightRecorder missing = new(Options, EventPipeSource.Launch(new ProcessStartInfo("no-such-command")));
        Assert.Contains("cannot be started", Assert.Throws<SourceUnavailableException>(missing.Start).Message);
    }

    [Fact]
    public void A_port_records_the_first_that_connects_and_lets_the_others_run()
    {
        string port = Path.Combine(_folder.FullName, "port");
        using FlightRecorder recorder = new(Options, EventPipeSource.Listen(port));
        Thread starter = new(recorder.Start);
        starter.Start();
        using ChildTarget first = StartAt(port);
        starter.Join();
        Assert.Equal(first.Pid, recorder.Health.Process!.Id);
        using ChildTarget second = StartAt(port);
        first.WaitUntilItRuns();
        second.WaitUntilItRuns();
        Assert.Equal(RecorderState.Recording, recorder.Health.State);
        recorder.Stop();
        Assert.False(File.Exists(port));
    }

    [Fact]
    public void A_port_that_is_closed_before_its_recorder_leaves_no_session_open()
    {
        using ManualResetEventSlim recorded = new();
        FlightRecorder? recorder = null;
        using DiagnosticPort port = new(program =>
        {
            recorder = new FlightRecorder(Options, EventPipeSource.Starting(program));
            recorder.Start();
            recorded.Set();
        });
        using ChildTarget child = StartAt(port.SocketPath);
        Assert.True(recorded.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        child.WaitUntilItRuns();
        port.Dispose();
        recorder!.Stop();
        recorder.Dispose();
        Assert.True(SpinWait.SpinUntil(() => IsUnrecorded(child.Pid), TimeSpan.FromSeconds(10)));
        child.Finish();
    }

    [Fact]
    public void A_port_without_a_connection_is_closed_again()
    {
        string port = Path.Combine(_folder.FullName, "port");
        using FlightRecorder recorder = new(Options, EventPipeSource.Listen(port, Impatient));
        Assert.Contains("DOTNET_DiagnosticPorts", Assert.Throws<SourceUnavailableException>(recorder.Start).Message);
        Assert.False(File.Exists(port));
        using FlightRecorder nowhere = new(Options, EventPipeSource.Listen("/no/such/folder/port"));
        Assert.Contains("Choose a path", Assert.Throws<SourceUnavailableException>(nowhere.Start).Message);
    }

    private FlightRecorderOptions Options => new() { Sink = new DirectorySink(_folder.FullName) };

    public void Dispose() => _folder.Delete(recursive: true);

    private static bool IsUnrecorded(int pid) =>
        RecordingDoctor.Examine(pid).Any(one => one is { Check: "sessions", Severity: Severity.Ok });

    // A port exists as soon as its recorder listens; a runtime that connects earlier tries again by itself.
    private static ChildTarget StartAt(string port) => new(("DOTNET_DiagnosticPorts", port));
}
