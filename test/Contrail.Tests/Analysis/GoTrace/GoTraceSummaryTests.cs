using Contrail.Analysis.Findings;
using Contrail.Analysis.GoTrace.Summary;
using Contrail.Analysis.Views;
using Contrail.Core.Formats;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.GoTrace;

/// <summary>The summary of a Go trace on one page. Times are drawn in microseconds.</summary>
public sealed class GoTraceSummaryTests
{
    private const ulong Microseconds = 1_000_000;

    private const string Run = "ProcStatus 0 0 1, GoStatusStack 0 1 7 2 1, ";

    [Fact]
    public void Goroutines_are_listed_by_their_start_function()
    {
        GoTraceSummary summary = Read(GoDrawing.Trace(
            26, Microseconds,
            $"7: {Run}GoCreate 0 2 1 0, GoSyscallBegin 100 1 0, GoSyscallEnd 200, GoBlock 300 1 1, GoStart 100 2 1, "
            + "GoUnblock 0 1 1 0, GoDestroy 100"));
        ExecutionGroup group = Assert.Single(summary.Goroutines, group => group.Count > 0);
        Assert.Equal(("main", 2), (group.Function, group.Count));
        Assert.Equal((200, 500, 800), (
            Near(group.InSyscalls), Near(group.Running), Near(group.WaitingToRun)));
        TimeByName blocked = Assert.Single(group.Blocked);
        Assert.Equal(("one", 1L, 100), (blocked.Name, blocked.Count, Near(blocked.Total)));
    }

    [Theory]
    [InlineData("GoBlock 300 1 1", "main", 600)]
    [InlineData("GoBlock 300 1 0", "", 600)]
    public void Times_before_the_first_stack_belong_to_the_function_it_shows(string block, string function, int running)
    {
        GoTraceSummary summary = Read(GoDrawing.Trace(
            26, Microseconds,
            $"7: ProcStatus 0 0 1, GoStatus 0 1 7 2, GoSyscallBegin 300 1 0, GoSyscallEnd 100, {block}"));
        ExecutionGroup group = Assert.Single(summary.Goroutines);
        Assert.Equal((function, 1), (group.Function, group.Count));
        Assert.Equal((running, 100), (Near(group.Running), Near(group.InSyscalls)));
    }

    [Fact]
    public void A_block_that_lasts_over_generations_keeps_its_reason()
    {
        GoTraceSummary summary = Read(GoDrawing.Trace(
            26, Microseconds,
            $"7: {Run}GoBlock 100 2 1, ProcStop 0",
            "7: ProcStatus 0 0 2, GoStatusStack 800 1 -1 4 1"));
        TimeByName blocked = Assert.Single(summary.Goroutines.Single(group => group.Count > 0).Blocked);
        Assert.Equal(("two", 1L), (blocked.Name, blocked.Count));
        Assert.Equal(1_700, Near(blocked.Total));
    }

    [Fact]
    public void Stops_collections_tasks_and_regions_have_their_times()
    {
        GoTraceSummary summary = Read(GoDrawing.Trace(
            26, Microseconds,
            $"7: {Run}STWBegin 100 1 0, STWEnd 200, GCBegin 0 5 0, GCEnd 100 6, UserTaskBegin 0 9 0 2 0, "
            + "UserRegionBegin 0 9 1 0, UserRegionEnd 100 9 1 0, UserTaskEnd 100 9 0, UserLog 0 9 1 2 0, "
            + "UserTaskBegin 0 10 0 2 0"));
        TimeByName stop = Assert.Single(summary.Stops);
        Assert.Equal(("stop-the-world (one)", 200), (stop.Name, Near(stop.Longest)));
        Assert.Equal((1, 100), (summary.CollectionCount, Near(summary.Collecting)));
        Assert.Equal(("two", 200), (summary.Tasks.Single().Name, Near(summary.Tasks.Single().Total)));
        Assert.Equal(("one", 100), (summary.Regions.Single().Name, Near(summary.Regions.Single().Total)));
        Assert.Equal((1L, 1), (summary.LogCount, summary.OpenTaskCount));
    }

    [Fact]
    public void Procs_are_listed_by_how_long_they_were_in_use()
    {
        GoTraceSummary summary = Read(GoDrawing.Trace(
            26,
            Microseconds,
            "7: ProcStatus 0 3 1, ProcStop 100, ProcStart 300 3 1; 8: ProcStatus 0 4 1, ProcStop 400"));
        Assert.Equal([4L, 3L], summary.Procs.Select(proc => proc.Proc));
        Assert.Equal([400, 100], summary.Procs.Select(proc => Near(proc.Used)));
    }

    [Fact]
    public void Missing_data_is_reported_and_counts_as_nothing()
    {
        GoTraceFile file = new(26);
        GoDrawing.Add(file, 1, $"7: {Run}GoLabel 100 1", Microseconds);
        GoDrawing.Add(file, 5, $"7: {Run}GoLabel 100 1", Microseconds);
        GoTraceSummary summary = Read(file.Bytes);
        Assert.Equal((1, 3UL), (summary.GapCount, summary.Gaps.Single().Count));
        Assert.Equal(200, Near(summary.Window));
        Assert.Equal(200, Near(summary.Goroutines.Single(group => group.Count > 0).Running));
    }

    [Fact]
    public void A_torn_trace_is_summarized_up_to_the_tear()
    {
        byte[] trace = GoDrawing.Trace(26, Microseconds, $"7: {Run}GoLabel 100 1", $"7: {Run}GoLabel 100 1");
        GoTraceSummary summary = Read(trace[..^1]);
        Assert.Equal(1, summary.GenerationCount);
        Assert.Contains("truncated", summary.Fault.Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SourceState.Torn, 1)]
    [InlineData(SourceState.Ended, 0)]
    public void What_the_manifest_contains_of_the_recording_is_used_by_the_findings(SourceState source, int found)
    {
        SnapshotManifest manifest = Manifests.Usual with
        {
            Source = source,
            EndedHow = "the connection was lost",
            Lanes = [new ManifestLane(LaneKind.Figures, NetTraceFile.Begin, NetTraceFile.Begin, 1, 0)],
            LaneFile = SnapshotCompanion.LanesSuffix,
        };
        byte[] trace = GoDrawing.Trace(26, Microseconds, $"7: {Run}GoLabel 100 1", $"7: {Run}GoLabel 100 1");
        FindingReport report = Read(trace, manifest).Findings;
        Assert.Equal(
            Enumerable.Repeat(
                "The recording broke off, and whether the process died is unknown: the connection was lost.", found),
            report.Findings.Where(finding => finding.Rule == "crash").Select(finding => finding.Headline));
        Assert.Equal(SnapshotCompanion.LanesSuffix, report.Context.File.LaneSuffix);
        Assert.Equal(42, report.Context.File.Process?.Id);
    }

    [Theory]
    [InlineData("", "not a Go execution trace")]
    [InlineData("Nettrace and so on", "not a Go execution trace")]
    [InlineData("go 1.21 trace", "before Go 1.22")]
    public void A_file_that_is_not_a_trace_is_rejected(string text, string reason)
    {
        using MemoryStream stream = new(GoTraceFile.HeaderOf(text)[..(text.Length == 0 ? 0 : 16)]);
        Assert.False(GoTraceSummary.TryRead(stream, null, out _, out TraceFault? fault));
        Assert.Contains(reason, fault.Words(), StringComparison.Ordinal);
    }

    private static GoTraceSummary Read(byte[] trace, SnapshotManifest? manifest = null)
    {
        using MemoryStream stream = new(trace);
        Assert.True(GoTraceSummary.TryRead(stream, manifest, out GoTraceSummary? summary, out _));
        return summary!;
    }

    // Equal times are reported a nanosecond apart.
    private static int Near(TimeSpan time) => (int)Math.Round(time.TotalMicroseconds);
}
