using Contrail.Agent.Doctor;
using Contrail.Tool.Text;
using Xunit;

namespace Contrail.Tests.Agent.Doctor;

public sealed class HostJudgementTests
{
    private static readonly HostInspection Well = new()
    {
        OwnVersion = new Version(10, 0, 12),
        Uid = 1000,
        Folder = "/tmp",
        DirectoryState = DirectoryState.Usable,
        OwnStatus = Attachability.Ready,
        IsInPidNamespace = false,
        HasProc = true,
        MaxPid = 32768,
        Sampling = new CpuSampling { State = CpuSamplingState.Active, IncludesKernel = true },
    };

    [Fact]
    public void A_place_that_is_well_has_no_warning_and_every_check_was_made()
    {
        IReadOnlyList<CheckResult> found = RecordingDoctor.Judge(Well);
        Assert.All(found, one => Assert.Equal(Severity.Ok, one.Severity));
        Assert.Equal(
            ["version", "user", "folder", "self", "sight", "ids", "samples", "leftovers", "processes"],
            found.Select(one => one.Check));
        Assert.Contains(found, one => one.Text.Contains("reused after 32768", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_thing_that_is_wrong_has_its_remedy()
    {
        AssertOne(Well with { OwnVersion = new Version(9, 0, 1) }, Severity.Problem, "version", ".NET 10");
        AssertOne(Well with { Uid = null }, Severity.Problem, "user", "Mount /proc");
        AssertOne(Well with { DirectoryState = DirectoryState.Missing }, Severity.Problem, "folder", "Create it");
        AssertOne(
            Well with { DirectoryState = DirectoryState.ReadOnly }, Severity.Problem, "folder", "writable volume");
        AssertOne(
            Well with { OwnStatus = Attachability.DiagnosticsDisabled, TurnedOffBy = "DOTNET_EnableDiagnostics=0" },
            Severity.Problem, "self", "Unset it");
        AssertOne(Well with { OwnStatus = Attachability.DiagnosticsDisabled }, Severity.Problem, "self", "/tmp");
        string longer = "/" + new string('t', 100);
        AssertOne(
            Well with { OwnStatus = Attachability.DiagnosticsDisabled, Folder = longer },
            Severity.Warning, "self", "Set TMPDIR to a shorter path");
        AssertOne(Well with { HasProc = false }, Severity.Problem, "sight", "mount -t proc");
        AssertOne(Well with { Hidepid = "2" }, Severity.Warning, "sight", "Run as root");
        AssertOne(Well with { IsInPidNamespace = true }, Severity.Warning, "sight", "on the host");
        AssertOne(
            Well with { Sampling = Well.Sampling with { State = CpuSamplingState.Unavailable, Remedy = "Do this." } },
            Severity.Warning, "samples", "Do this.");
        AssertOne(
            Well with { Sampling = new CpuSampling { State = CpuSamplingState.Unavailable } },
            Severity.Warning, "samples", "--profile cpu-eventpipe");
        AssertOne(
            Well with { Sampling = Well.Sampling with { Because = "1 of 2 processors are not sampled" } },
            Severity.Warning, "samples", "not in the samples");
        AssertOne(
            Well with { Sampling = Well.Sampling with { IncludesKernel = false } },
            Severity.Warning, "samples", "perf_event_paranoid=0");
    }

    [Fact]
    public void Processes_are_counted_and_those_that_cannot_be_recorded_are_listed_with_the_reason()
    {
        HostInspection signs = Well with
        {
            Targets =
            [
                Target(7, Attachability.Ready, null),
                Target(8, Attachability.DiagnosticsDisabled, "It is off."),
                Target(9, Attachability.Ready, "It did not answer."),
            ],
        };
        CheckResult[] found = [.. RecordingDoctor.Judge(signs).Where(one => one.Check == "processes")];
        Assert.Equal(
            [
                CheckResult.Ok("processes", "1 of 3 .NET processes can be recorded."),
                CheckResult.Warning("processes", "app: It is off.", "Run: contrail doctor --pid 8"),
                CheckResult.Warning("processes", "app: It did not answer.", "Run: contrail doctor --pid 9"),
            ],
            found);
    }

    [Fact]
    public void When_no_process_can_be_recorded_the_verdict_does_not_claim_that_recording_works()
    {
        HostInspection signs = Well with
        {
            Targets =
            [
                Target(8, Attachability.OtherUser, "It belongs to another."), Target(9, Attachability.NotYet, "Wait."),
            ],
        };
        IReadOnlyList<CheckResult> found = RecordingDoctor.Judge(signs);
        Assert.Contains(found, one => one is { Severity: Severity.Problem, Check: "processes" }
            && one.Text == "None of the 2 .NET processes can be recorded.");
        Assert.StartsWith("Recording does not work", DoctorText.Verdict(found, 0), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_name_leaves_room_for_the_reason()
    {
        ListedTarget target = Target(8, Attachability.OtherUser, "It belongs to another.") with
        {
            Name = new string('x', 100_000),
        };
        CheckResult found = RecordingDoctor.Judge(Well with { Targets = [target] })[^1];
        Assert.Equal(new string('x', 39) + "…: It belongs to another.", found.Text);
    }

    private static ListedTarget Target(int pid, Attachability status, string? reason) =>
        new() { Pid = pid, Name = "app", CommandLine = "app", Status = status, Reason = reason };

    private static void AssertOne(HostInspection signs, Severity condition, string check, string remedy)
    {
        CheckResult found = Assert.Single(RecordingDoctor.Judge(signs), one => one.Severity != Severity.Ok);
        Assert.Equal((condition, check), (found.Severity, found.Check));
        Assert.Contains(remedy, found.Remedy!, StringComparison.Ordinal);
    }
}
