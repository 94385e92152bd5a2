using System.Text.Json;
using Contrail.Agent.Doctor;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>The doctor finds what is wrong with real processes, and leaves them as they were.</summary>
public sealed class DoctorTests
{
    private const string NeedsRoot = "Only root can act as another user, or have namespaces of its own.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net11.0")]
    public async Task A_process_that_can_be_recorded(string framework)
    {
        await using TargetProcess target = await TargetProcess.StartAsync(framework, "idle");
        IReadOnlyList<CheckResult> found = RecordingDoctor.Examine(target.Id);
        Assert.All(found, one => Assert.Equal(Severity.Ok, one.Severity));
        Assert.StartsWith($".NET {framework["net".Length..]}.", Find(found, "version").Text);
        Assert.Matches("[1-9][0-9,]* methods: requesting them once", Find(found, "rundown").Text);
        Ended ended = await ContrailProcess.RunAsync("doctor", "--pid", $"{target.Id}");
        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        string[] lines = ended.Output.Split('\n');
        Assert.Equal(found.Count + 1, lines.Length);
        Assert.StartsWith($"Process {target.Id} can be recorded", lines[^1]);
    }

    [Fact]
    public async Task A_running_recording_is_detected_and_not_disturbed()
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "idle");
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(target.Id, "-o", trace.FullName);
        CheckResult sessions = Find(RecordingDoctor.Examine(target.Id), "sessions");
        Assert.Equal(Severity.Warning, sessions.Severity);
        Assert.StartsWith("2 sessions are open", sessions.Text);
        contrail.Interrupt();
        await contrail.FinishAsync();
    }

    [Theory]
    [InlineData("DOTNET_EnableDiagnostics")]
    [InlineData("DOTNET_EnableDiagnostics_IPC")]
    [InlineData("COMPlus_EnableDiagnostics")]
    public async Task Diagnostics_turned_off(string variable)
    {
        await using TargetProcess target = await TargetProcess.StartAsync(
            "net10.0", "idle", new Dictionary<string, string?> { [variable] = "0" });
        AssertProblem(await ExamineGrownAsync(target.Id), "socket", $"{variable}=0", "without that variable");
    }

    [Fact]
    public async Task A_temporary_folder_of_its_own()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("contrail-own-");
        await using (TargetProcess target = await TargetProcess.StartAsync(
            "net10.0", "idle", new Dictionary<string, string?> { ["TMPDIR"] = folder.FullName }))
        {
            CheckResult socket = Find(RecordingDoctor.Examine(target.Id), "socket");
            Assert.Equal(Severity.Ok, socket.Severity);
            Assert.Contains($"its temporary folder {folder.FullName}", socket.Text);

            string file = Assert.Single(Directory.GetFiles(folder.FullName, $"dotnet-diagnostic-{target.Id}-*"));
            File.Delete(file);
            AssertProblem(await ExamineGrownAsync(target.Id), "socket", "was removed", "from the cleanup");
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_temporary_folder_that_is_not_there()
    {
        await using TargetProcess target = await TargetProcess.StartAsync(
            "net10.0", "idle", new Dictionary<string, string?> { ["TMPDIR"] = "/no/such/folder" });
        AssertProblem(
            await ExamineGrownAsync(target.Id), "socket", "/no/such/folder does not exist", "Create that folder");
    }

    [Fact]
    public async Task Another_users_process()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, NeedsRoot);
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "idle");
        Ended ended = await ContrailProcess.RunUnprivilegedAsync("doctor", "--pid", $"{target.Id}", "--json");
        Assert.Equal((1, ""), (ended.ExitCode, ended.Errors));
        JsonElement reported = JsonDocument.Parse(ended.Output).RootElement;
        Assert.False(reported.GetProperty("works").GetBoolean());
        JsonElement last = reported.GetProperty("checks").EnumerateArray().Last();
        Assert.Equal(
            ("user", "problem"), (last.GetProperty("check").GetString(), last.GetProperty("condition").GetString()));
        Assert.Contains("contrail runs as user 65534", last.GetProperty("text").GetString());
        Assert.Contains("as root", last.GetProperty("remedy").GetString());
    }

    [Fact]
    public async Task A_read_only_root()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, NeedsRoot);
        await using TargetProcess target = await Namespaces.StartAsync(
            "net10.0", "idle", "-m", "mount -t tmpfs -o ro tmpfs /tmp");
        AssertProblem(await ExamineGrownAsync(target.Id), "socket", "/tmp is read-only", "writable volume at /tmp");
    }

    [Fact]
    public async Task A_container()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, NeedsRoot);
        await using TargetProcess target = await Namespaces.StartAsync(
            "net10.0", "idle", "-p -m -f", "mount -t proc proc /proc; mount -t tmpfs tmpfs /tmp");
        int pid = await Namespaces.InnerPidAsync(target.Id);
        IReadOnlyList<CheckResult> found = RecordingDoctor.Examine(pid);
        Assert.All(found, one => Assert.Equal(Severity.Ok, one.Severity));
        Assert.Contains("its own pid is 1", Find(found, "namespaces").Text);
        Assert.Contains("separate file systems", Find(found, "namespaces").Text);
    }

    [Fact]
    public async Task Not_a_dotnet_process()
    {
        await using TargetProcess sleep = TargetProcess.Start("sleep", ["60"]);
        AssertProblem(RecordingDoctor.Examine(sleep.Id), "process", "no .NET runtime", "that it started");
    }

    [Fact]
    public async Task The_place_itself()
    {
        Ended well = await ContrailProcess.RunAsync("doctor");
        Assert.Equal((0, ""), (well.ExitCode, well.Errors));
        Assert.EndsWith(".", well.Output);
        Assert.Contains("can record itself", well.Output);

        await using ContrailProcess contrail = ContrailProcess.Start(
            ["doctor"], new Dictionary<string, string?> { ["DOTNET_EnableDiagnostics"] = "0" });
        Assert.Equal(1, await contrail.WaitForExitAsync());
        Assert.Contains(contrail.Output, line =>
            line.StartsWith("problem", StringComparison.Ordinal) && line.Contains("DOTNET_EnableDiagnostics=0 is set"));
        Assert.StartsWith("Recording does not work", contrail.Output[^1]);
    }

    private static CheckResult Find(IReadOnlyList<CheckResult> found, string check) =>
        Assert.Single(found, one => one.Check == check);

    private static void AssertProblem(IReadOnlyList<CheckResult> found, string check, string text, string remedy)
    {
        CheckResult problem = Assert.Single(found, one => one.Severity == Severity.Problem);
        Assert.Equal(check, problem.Check);
        Assert.Contains(text, problem.Text);
        Assert.Contains(remedy, problem.Remedy);
    }

    // A process without a socket could still be about to listen, until it is two seconds old.
    private static async Task<IReadOnlyList<CheckResult>> ExamineGrownAsync(int pid)
    {
        using CancellationTokenSource deadline = new(Patience);
        IReadOnlyList<CheckResult> found = RecordingDoctor.Examine(pid);
        while (found.Any(one => one.Text.Contains("is still starting", StringComparison.Ordinal)))
        {
            await Task.Delay(100, deadline.Token);
            found = RecordingDoctor.Examine(pid);
        }

        return found;
    }
}
