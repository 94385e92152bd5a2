using Contrail.Sources;
using Contrail.Sources.Doctor;
using Xunit;

namespace Contrail.Tests.Sources.Doctor;

public sealed class TargetJudgementTests
{
    private static readonly TargetSigns Well = new()
    {
        Pid = 42,
        Status = Attachability.Ready,
        OwnUid = 1000,
        Uid = 1000,
        Runtime = RuntimePresence.Runtime,
        InnermostPid = 42,
        SharesMounts = true,
        Settings = new DiagnosticSettings(),
        Folder = FolderState.Usable,
        ThreadCount = 20,
        RuntimeVersion = "10.0.12",
        RuntimeMajor = 10,
        CompiledCodeBytes = 1 << 20,
    };

    [Fact]
    public void A_process_that_is_well_has_no_warning_and_every_check_was_made()
    {
        IReadOnlyList<Diagnosis> found = RecordingDoctor.Judge(Well);
        Assert.All(found, one => Assert.Equal((Condition.Ok, null), (one.Condition, one.Remedy)));
        Assert.Equal(
            ["process", "user", "namespaces", "socket", "answer", "version", "sessions", "rundown", "memory"],
            found.Select(one => one.Check));
    }

    [Theory]
    [InlineData(Attachability.NoSuchProcess, "process", "no process 42", "contrail ps")]
    [InlineData(Attachability.NotDotNet, "process", "no .NET runtime", "that it started")]
    [InlineData(Attachability.NotYet, "process", "still starting", "again in a second")]
    [InlineData(Attachability.OtherUser, "user", "may not be inspected", "as root")]
    [InlineData(Attachability.DiagnosticsDisabled, "socket", "nothing that can be seen", "DOTNET_EnableDiagnostics=0")]
    public void What_cannot_be_reached_is_the_last_thing_that_is_judged(
        object status, string check, string text, string remedy) =>
        AssertProblem(Well with { Status = (Attachability)status }, check, text, remedy);

    [Fact]
    public void A_Go_program_is_recorded_by_its_url() => AssertProblem(
        Well with { Status = Attachability.NotDotNet, IsGo = true }, "process", "is a Go program", "--url");

    [Fact]
    public void What_not_even_root_may_inspect_is_not_to_be_run_as_root() => AssertProblem(
        Well with { Status = Attachability.OtherUser, OwnUid = 0, Uid = 0 },
        "user", "not even by root", "where that process was started");

    [Fact]
    public void A_socket_that_is_not_its_own_is_named() => AssertProblem(
        Well with { Status = Attachability.SocketRefused, Detail = "/tmp/x is a symbolic link" },
        "socket", "/tmp/x is a symbolic link", "remove it");

    [Fact]
    public void A_path_too_long_for_a_socket_is_named() => AssertProblem(
        Silent with { Detail = "would have 138 bytes" }, "socket", "138 bytes", "short path");

    [Fact]
    public void A_program_without_event_sources_is_a_warning()
    {
        Diagnosis found = Find(Well with { HasNoEventSources = true }, "events");
        Assert.Equal(Condition.Warning, found.Condition);
        Assert.Contains("runtimeconfig.json", found.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_users_process_names_both_users() => AssertProblem(
        Well with { Status = Attachability.OtherUser, Uid = 0 },
        "user", "belongs to user root, we are user 1000", "as user root or as root");

    [Fact]
    public void Root_reaches_the_process_of_another() => Assert.Equal(
        Diagnosis.Ok("user", "It belongs to user 33; we are root."), Find(Well with { OwnUid = 0, Uid = 33 }, "user"));

    [Fact]
    public void A_variable_that_turned_diagnostics_off_is_named() => AssertProblem(
        Silent with { Settings = new DiagnosticSettings { TurnedOffBy = "COMPlus_EnableDiagnostics=0" } },
        "socket", "turned off by COMPlus_EnableDiagnostics=0", "without that variable");

    [Theory]
    [InlineData(FolderState.Missing, "/own does not exist", "Make that folder")]
    [InlineData(FolderState.ReadOnly, "/own is read-only", "Mount a writable volume at /own")]
    [InlineData(FolderState.Restricted, "user 1000 may perhaps not write", "Let that user write there")]
    public void A_folder_that_takes_no_socket_is_named(object folder, string text, string remedy) => AssertProblem(
        Silent with
        {
            Folder = (FolderState)folder,
            Settings = new DiagnosticSettings { TemporaryDirectory = "/own" },
        },
        "socket", text, remedy);

    [Fact]
    public void A_socket_that_somebody_removed_is_known_from_the_kernel() =>
        AssertProblem(Silent with { SocketWasRemoved = true }, "socket", "was removed", "from the cleaner");

    [Fact]
    public void A_temporary_folder_of_its_own_is_told()
    {
        TargetSigns elsewhere = Well with { Settings = new DiagnosticSettings { TemporaryDirectory = "/own" } };
        Diagnosis socket = Find(elsewhere, "socket");
        Assert.Equal(Condition.Ok, socket.Condition);
        Assert.Contains("own temporary folder /own; ours is /tmp", socket.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(42, true, "the same files and processes")]
    [InlineData(7, true, "knows itself as pid 7")]
    [InlineData(42, false, "file systems of its own")]
    [InlineData(7, false, "/proc/42/root")]
    [InlineData(42, null, "may not be read")]
    public void A_container_is_told(int innermostPid, bool? sharesMounts, string text)
    {
        Diagnosis found = Find(Well with { InnermostPid = innermostPid, SharesMounts = sharesMounts }, "namespaces");
        Assert.Equal(Condition.Ok, found.Condition);
        Assert.Contains(text, found.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_process_is_to_be_continued() =>
        AssertProblem(Well with { IsStopped = true }, "answer", "is stopped", "kill -CONT 42");

    [Fact]
    public void A_server_that_does_not_answer_is_told_with_the_reason() =>
        AssertProblem(Well with { Silence = "Timed out." }, "answer", "does not answer: Timed out.", "end that tool");

    [Theory]
    [InlineData(12, Condition.Ok, "newer than .NET 11")]
    [InlineData(11, Condition.Ok, "It adds events of asynchronous calls")]
    [InlineData(10, Condition.Ok, "has all that Contrail uses.")]
    [InlineData(9, Condition.Ok, "cannot leave out single events")]
    [InlineData(8, Condition.Warning, "nor stacks for one session, nor choose")]
    [InlineData(7, Condition.Problem, "older than .NET 8")]
    [InlineData(0, Condition.Problem, "older than .NET 8")]
    public void A_version_tells_what_it_lacks(int major, object condition, string text)
    {
        Diagnosis found = Find(Well with { RuntimeMajor = major, RuntimeVersion = $"{major}.0" }, "version");
        Assert.Equal(condition, found.Condition);
        Assert.Contains(text, found.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false, Condition.Ok, "Nobody else")]
    [InlineData(2, false, Condition.Warning, "2 sessions are open")]
    [InlineData(0, true, Condition.Warning, "DOTNET_EnableEventPipe")]
    [InlineData(61, false, Condition.Warning, "61 sessions")]
    [InlineData(62, true, Condition.Problem, "64 at most")]
    public void Sessions_of_others_are_told(int count, bool writesOwnTrace, object condition, string text)
    {
        TargetSigns signs = Well with
        {
            SessionCount = count,
            Settings = new DiagnosticSettings { WritesOwnTrace = writesOwnTrace },
        };
        Diagnosis found = Find(signs, "sessions");
        Assert.Equal(condition, found.Condition);
        Assert.Contains(text, found.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 0, Condition.Ok, "cannot be seen")]
    [InlineData(10, 1_000_000, Condition.Ok, "1,000 to 10,000 methods: asking for them once takes 1 to 38 ms; threads")]
    [InlineData(8, 1_000_000, Condition.Ok, "1 to 100 ms; threads that compile")]
    [InlineData(8, 60_000_000, Condition.Warning, "60,000 to 600,000 methods")]
    [InlineData(10, 60_000_000, Condition.Ok, "wait for some of it")]
    public void A_rundown_has_a_price_and_on_8_a_pause(int major, long codeBytes, object condition, string text)
    {
        Diagnosis found = Find(Well with { RuntimeMajor = major, CompiledCodeBytes = codeBytes }, "rundown");
        Assert.Equal(condition, found.Condition);
        Assert.Contains(text, found.Text, StringComparison.Ordinal);
        Assert.Equal(found.Condition == Condition.Warning, found.Remedy?.Contains("--rundown never") ?? false);
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
    [InlineData(500, Condition.Ok, "")]
    [InlineData(501, Condition.Warning, "--profile collections")]
    public void More_than_500_threads_are_a_warning(int threadCount, object condition, string remedy)
    {
        Diagnosis found = Find(Well with { ThreadCount = threadCount }, "memory");
        Assert.Equal(condition, found.Condition);
        Assert.Contains($"{threadCount} threads", found.Text, StringComparison.Ordinal);
        Assert.Contains(remedy, found.Remedy ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_compiled_ahead_of_time_is_a_warning() => Assert.Equal(
        Condition.Warning, Find(Well with { Runtime = RuntimePresence.None }, "process").Condition);

    private static TargetSigns Silent => Well with { Status = Attachability.DiagnosticsDisabled };

    private static Diagnosis Find(TargetSigns signs, string check) =>
        Assert.Single(RecordingDoctor.Judge(signs), one => one.Check == check);

    private static void AssertProblem(TargetSigns signs, string check, string text, string remedy)
    {
        Diagnosis problem = Assert.Single(
            RecordingDoctor.Judge(signs), one => one.Condition == Condition.Problem);
        Assert.Equal(problem, RecordingDoctor.Judge(signs)[^1]);
        Assert.Equal(check, problem.Check);
        Assert.Contains(text, problem.Text, StringComparison.Ordinal);
        Assert.Contains(remedy, problem.Remedy!, StringComparison.Ordinal);
    }
}
