using Contrail.Agent.Doctor;
using Contrail.Machine;
using Contrail.Processes;
using Xunit;

namespace Contrail.Tests.Agent.Doctor;

public sealed class ProcessJudgementTests
{
    private static readonly ProcessInspection Well = new()
    {
        Pid = 42,
        Status = Attachability.Ready,
        OwnUid = 1000,
        Uid = 1000,
        Runtime = RuntimePresence.Runtime,
        InnermostPid = 42,
        SharesMounts = true,
        Settings = new DiagnosticSettings(),
        Folder = DirectoryState.Usable,
        ThreadCount = 20,
        RuntimeVersion = "10.0.12",
        RuntimeMajor = 10,
        CompiledCodeBytes = 1 << 20,
        Sampling = new CpuSampling { State = CpuSamplingState.Active, IncludesKernel = true },
    };

    [Fact]
    public void A_process_that_is_well_has_no_warning_and_every_check_was_made()
    {
        IReadOnlyList<CheckResult> found = RecordingDoctor.Judge(Well);
        Assert.All(found, one => Assert.Equal((Severity.Ok, null), (one.Severity, one.Remedy)));
        Assert.Equal(
            [
                "process", "user", "namespaces", "socket", "answer", "version", "sessions", "rundown", "memory",
                "samples",
            ],
            found.Select(one => one.Check));
    }

    [Theory]
    [InlineData(SamplingReport.PerfmonRemedy, true)]
    [InlineData("Raise the limit of open files: ulimit -n", false)]
    public void A_recording_without_samples_is_reported_for_a_process_too(string remedy, bool mayBurst)
    {
        CpuSampling refused = new() { State = CpuSamplingState.Unavailable, Because = "no right", Remedy = remedy };
        CheckResult found = RecordingDoctor.Judge(Well with { Sampling = refused })[^1];
        Assert.Equal(("samples", Severity.Warning), (found.Check, found.Severity));
        Assert.Equal("Recordings have no CPU samples: no right.", found.Text);
        Assert.StartsWith(remedy, found.Remedy, StringComparison.Ordinal);
        Assert.Equal(mayBurst, found.Remedy!.Contains("--cpu-burst 2s", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Attachability.NoSuchProcess, "process", "Process 42 does not exist", "contrail ps")]
    [InlineData(Attachability.NotDotNet, "process", "no .NET runtime", "that it started")]
    [InlineData(Attachability.NotYet, "process", "still starting", "again in a second")]
    [InlineData(Attachability.OtherUser, "user", "cannot be inspected", "as root")]
    [InlineData(Attachability.DiagnosticsDisabled, "socket", "for an unknown reason", "DOTNET_EnableDiagnostics=0")]
    public void Reachability_is_checked_last(
        object status, string check, string text, string remedy) =>
        AssertProblem(Well with { Status = (Attachability)status }, check, text, remedy);

    [Fact]
    public void A_Go_program_is_recorded_by_its_url() => AssertProblem(
        Well with { Status = Attachability.NotDotNet, IsGo = true }, "process", "is a Go program", "--url");

    [Fact]
    public void The_advice_to_run_as_root_is_omitted_where_root_may_not_inspect_either() => AssertProblem(
        Well with { Status = Attachability.OtherUser, OwnUid = 0, Uid = 0 },
        "user", "not even by root", "where that process was started");

    [Fact]
    public void A_socket_that_is_not_its_own_is_named() => AssertProblem(
        Well with { Status = Attachability.SocketRefused, Detail = "/tmp/x is a symbolic link" },
        "socket", "/tmp/x is a symbolic link", "remove it");

    [Fact]
    public void A_socket_at_which_nothing_listens_is_no_process_that_hangs() => AssertProblem(
        Well with { IsSocketAbandoned = true }, "socket", "Nothing listens at its socket", "dotnet-diagnostic-42-*");

    [Fact]
    public void A_path_too_long_for_a_socket_is_named() => AssertProblem(
        Silent with { Detail = "would have 138 bytes" }, "socket", "138 bytes", "short path");

    [Fact]
    public void A_program_without_event_sources_is_a_warning()
    {
        CheckResult found = Find(Well with { HasNoEventSources = true }, "events");
        Assert.Equal(Severity.Warning, found.Severity);
        Assert.Contains("runtimeconfig.json", found.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_users_process_names_both_users() => AssertProblem(
        Well with { Status = Attachability.OtherUser, Uid = 0 },
        "user", "belongs to user root and contrail runs as user 1000", "as user root or as root");

    [Fact]
    public void Root_reaches_the_process_of_another() => Assert.Equal(
        CheckResult.Ok("user", "It belongs to user 33; contrail runs as root."), Find(
            Well with { OwnUid = 0, Uid = 33 }, "user"));

    [Fact]
    public void A_variable_that_turned_diagnostics_off_is_named() => AssertProblem(
        Silent with { Settings = new DiagnosticSettings { TurnedOffBy = "COMPlus_EnableDiagnostics=0" } },
        "socket", "disabled by COMPlus_EnableDiagnostics=0", "without that variable");

    [Theory]
    [InlineData(DirectoryState.Missing, "/own does not exist", "Create that folder")]
    [InlineData(DirectoryState.ReadOnly, "/own is read-only", "Mount a writable volume at /own")]
    [InlineData(DirectoryState.Restricted, "user 1000 may lack write access", "Grant write access")]
    public void A_folder_that_takes_no_socket_is_named(object folder, string text, string remedy) => AssertProblem(
        Silent with
        {
            Folder = (DirectoryState)folder,
            Settings = new DiagnosticSettings { TemporaryDirectory = "/own" },
        },
        "socket", text, remedy);

    [Fact]
    public void A_removed_socket_is_known_from_the_kernel() =>
        AssertProblem(Silent with { SocketWasRemoved = true }, "socket", "was removed", "from the cleanup");

    [Fact]
    public void A_separate_temporary_folder_is_reported()
    {
        ProcessInspection elsewhere = Well with { Settings = new DiagnosticSettings { TemporaryDirectory = "/own" } };
        CheckResult socket = Find(elsewhere, "socket");
        Assert.Equal(Severity.Ok, socket.Severity);
        Assert.Contains("in its temporary folder /own, not in /tmp", socket.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(42, true, "shares the files and processes")]
    [InlineData(7, true, "its own pid is 7")]
    [InlineData(42, false, "separate file systems")]
    [InlineData(7, false, "/proc/42/root")]
    [InlineData(42, null, "cannot be read")]
    public void A_container_is_reported(int innermostPid, bool? sharesMounts, string text)
    {
        CheckResult found = Find(Well with { InnermostPid = innermostPid, SharesMounts = sharesMounts }, "namespaces");
        Assert.Equal(Severity.Ok, found.Severity);
        Assert.Contains(text, found.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_process_is_to_be_continued() =>
        AssertProblem(Well with { IsStopped = true }, "answer", "is stopped", "kill -CONT 42");

    [Fact]
    public void A_server_that_does_not_answer_is_reported_with_the_reason() =>
        AssertProblem(Well with { Silence = "Timed out." }, "answer", "does not respond: Timed out.", "end that tool");

    [Theory]
    [InlineData(12, Severity.Ok, "newer than .NET 11")]
    [InlineData(11, Severity.Ok, "It adds events of async calls")]
    [InlineData(10, Severity.Ok, "supports all features that Contrail uses.")]
    [InlineData(9, Severity.Ok, "cannot filter single events")]
    [InlineData(8, Severity.Warning, "omit stacks or select")]
    [InlineData(7, Severity.Problem, "older than .NET 8")]
    [InlineData(0, Severity.Problem, "older than .NET 8")]
    public void A_version_reports_what_it_lacks(int major, object condition, string text)
    {
        CheckResult found = Find(Well with { RuntimeMajor = major, RuntimeVersion = $"{major}.0" }, "version");
        Assert.Equal(condition, found.Severity);
        Assert.Contains(text, found.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false, Severity.Ok, "No other tool")]
    [InlineData(2, false, Severity.Warning, "2 sessions are open")]
    [InlineData(0, true, Severity.Warning, "DOTNET_EnableEventPipe")]
    [InlineData(61, false, Severity.Warning, "61 sessions")]
    [InlineData(62, true, Severity.Problem, "the maximum of a runtime is 64")]
    public void Sessions_of_other_tools_are_reported(int count, bool writesOwnTrace, object condition, string text)
    {
        ProcessInspection signs = Well with
        {
            SessionCount = count,
            Settings = new DiagnosticSettings { WritesOwnTrace = writesOwnTrace },
        };
        CheckResult found = Find(signs, "sessions");
        Assert.Equal(condition, found.Severity);
        Assert.Contains(text, found.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 0, Severity.Ok, "is unknown")]
    [InlineData(10, 1_000_000, Severity.Ok, "1,000 to 10,000 methods: requesting them once takes 1 to 38 ms; threads")]
    [InlineData(8, 1_000_000, Severity.Ok, "1 to 100 ms; threads that compile")]
    [InlineData(8, 60_000_000, Severity.Warning, "60,000 to 600,000 methods")]
    [InlineData(10, 60_000_000, Severity.Ok, "wait for part of it")]
    public void A_rundown_has_a_price_and_on_8_a_pause(int major, long codeBytes, object condition, string text)
    {
        CheckResult found = Find(Well with { RuntimeMajor = major, CompiledCodeBytes = codeBytes }, "rundown");
        Assert.Equal(condition, found.Severity);
        Assert.Contains(text, found.Text, StringComparison.Ordinal);
        Assert.Equal(found.Severity == Severity.Warning, found.Remedy?.Contains("--rundown never") ?? false);
    }

    [Fact]
    public void Buffers_that_do_not_fit_the_memory_limit_are_a_problem()
    {
        AssertProblem(
            Well with { ThreadCount = 500, MemoryLimitBytes = 256 << 20 }, "memory", "do not fit", "Raise the memory");
        Assert.Contains(
            "memory limit of 256 MiB: each of two sessions may take up to 32 MiB",
            Find(Well with { MemoryLimitBytes = 256 << 20 }, "memory").Text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, Severity.Ok, "")]
    [InlineData(501, Severity.Warning, "--profile collections")]
    public void More_than_500_threads_are_a_warning(int threadCount, object condition, string remedy)
    {
        CheckResult found = Find(Well with { ThreadCount = threadCount }, "memory");
        Assert.Equal(condition, found.Severity);
        Assert.Contains($"{threadCount} threads", found.Text, StringComparison.Ordinal);
        Assert.Contains(remedy, found.Remedy ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_compiled_ahead_of_time_is_a_warning() => Assert.Equal(
        Severity.Warning, Find(Well with { Runtime = RuntimePresence.None }, "process").Severity);

    private static ProcessInspection Silent => Well with { Status = Attachability.DiagnosticsDisabled };

    private static CheckResult Find(ProcessInspection signs, string check) =>
        Assert.Single(RecordingDoctor.Judge(signs), one => one.Check == check);

    private static void AssertProblem(ProcessInspection signs, string check, string text, string remedy)
    {
        CheckResult problem = Assert.Single(
            RecordingDoctor.Judge(signs), one => one.Severity == Severity.Problem);
        Assert.Equal(problem, RecordingDoctor.Judge(signs).Last(one => one.Check != "samples"));
        Assert.Equal(check, problem.Check);
        Assert.Contains(text, problem.Text, StringComparison.Ordinal);
        Assert.Contains(remedy, problem.Remedy!, StringComparison.Ordinal);
    }
}
