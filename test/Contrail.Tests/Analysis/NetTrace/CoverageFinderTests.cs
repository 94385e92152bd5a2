using Contrail.Analysis.Findings;
using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.DescribedEvents;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>Whether the events of libraries were recorded, by what the manifest lists and the file contains.</summary>
public sealed class CoverageFinderTests
{
    private const string Runtime = "main (default): Microsoft-Windows-DotNETRuntime:0x1c001:4";

    private const string Requests = "main (requests): Microsoft-Windows-DotNETRuntime:0x1c001:4";

    private const string Waits = "main (waits): Microsoft-Windows-DotNETRuntime:0x4000001c001:5";

    private const string MoreThanWaits = "main (default+): Microsoft-Windows-DotNETRuntime:0x4000001c001:5";

    private static readonly FileEvent Start =
        Event("Microsoft.AspNetCore.Hosting", "RequestStart", ("method", "GET"), ("path", "/"));

    [Theory]
    [InlineData(Runtime, ModelNeeds.Spans, false, CoverageState.NotRecorded)]
    [InlineData(Runtime, ModelNeeds.Logs, false, CoverageState.NotRecorded)]
    [InlineData(Runtime + ",App:0xffffffff:5", ModelNeeds.Spans, false, CoverageState.Partial)]
    [InlineData(Runtime + ",App:0xffffffff:5", ModelNeeds.Counters, false, CoverageState.Unknown)]
    [InlineData(Runtime + ",App:0xffffffff:5", ModelNeeds.DatabaseCommands, false, CoverageState.NotRecorded)]
    [InlineData(Runtime + ",Microsoft-Extensions-Logging:0x4:4", ModelNeeds.Spans, false, CoverageState.NotRecorded)]
    [InlineData(
        Runtime + ",Microsoft-Extensions-Logging:0x4:4", ModelNeeds.DatabaseCommands, false, CoverageState.Partial)]
    [InlineData(Runtime + ",Microsoft.AspNetCore.Hosting:0x1:4", ModelNeeds.Spans, true, CoverageState.Partial)]
    [InlineData(Runtime + ",Microsoft-Extensions-Logging:0x4:4", ModelNeeds.Logs, false, CoverageState.Whole)]
    [InlineData(
        Runtime + ",System.Threading.Tasks.TplEventSource:0x2:4", ModelNeeds.TaskWaits, false,
        CoverageState.NotRecorded)]
    [InlineData(
        Runtime + ",System.Threading.Tasks.TplEventSource:0x2:5", ModelNeeds.TaskWaits, false, CoverageState.Whole)]
    [InlineData(Requests + ",Microsoft.AspNetCore.Hosting:0x0:4", ModelNeeds.Spans, false, CoverageState.Whole)]
    [InlineData(Requests + ",Microsoft.AspNetCore.Hosting:0x0:4", ModelNeeds.Exceptions, false, CoverageState.Whole)]
    [InlineData(
        Requests + ",Microsoft-Diagnostics-DiagnosticSource:0x2:4", ModelNeeds.DatabaseCommands, false,
        CoverageState.Partial)]
    [InlineData(Runtime, ModelNeeds.DatabaseCommands, false, CoverageState.NotRecorded)]
    [InlineData(Waits, ModelNeeds.HandleWaits, false, CoverageState.Whole)]
    [InlineData(Waits, ModelNeeds.Exceptions, false, CoverageState.Whole)]
    [InlineData(Waits, ModelNeeds.Allocations, false, CoverageState.NotRecorded)]
    [InlineData(MoreThanWaits, ModelNeeds.Allocations, false, CoverageState.Whole)]
    [InlineData("", ModelNeeds.Spans, true, CoverageState.Partial)]
    [InlineData("", ModelNeeds.Spans, false, CoverageState.Unknown)]
    public void Requested_event_sources_show_what_was_recorded(
        string session, object kind, bool hasSpans, object expected)
    {
        SnapshotManifest? manifest =
            session.Length > 0 ? Manifests.Usual with { Sessions = [session], Profiles = [] } : null;
        Assert.Equal((CoverageState)expected, Read(manifest, hasSpans).Of((ModelNeeds)kind).State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_of_lanes_cannot_have_events_of_the_runtime(bool hasOnlyLanes)
    {
        TraceCoverage coverage = Read(
            Manifests.Usual with { Sessions = [], Profiles = [], HasOnlyLanes = hasOnlyLanes }, hasSpans: false);
        string[] about = [.. RuleCatalog.All.Where(rule => rule.IsAbout(coverage.Foreign)).Select(rule => rule.Name)];
        Assert.Equal(!hasOnlyLanes, about.Contains("long-gc-pause"));
        Assert.Equal(!hasOnlyLanes, about.Contains("failed-requests"));
        Assert.Equal(!hasOnlyLanes, about.Contains("native-leak"));
        Assert.Contains("hot-method", about);
        Assert.Contains("cpu-throttling", about);
    }

    [Fact]
    public void Spans_are_recorded_in_the_part_of_the_window_with_the_profile_requests()
    {
        DateTime from = NetTraceFile.Begin;
        Coverage spans = Read(Manifests.Usual with
        {
            Sessions = [Runtime],
            Profiles =
            [
                new ManifestProfile(from, from.AddSeconds(1), "requests"),
                new ManifestProfile(from.AddSeconds(1), from.AddSeconds(3), "default", "too many events"),
            ],
        }).Of(ModelNeeds.Spans);
        Assert.Equal((CoverageState.Partial, 1.0), (spans.State, spans.RecordedSeconds));
    }

    [Theory]
    [InlineData(0, 3, ModelNeeds.CpuSamples, CoverageState.Whole)]
    [InlineData(0, 3, ModelNeeds.Samples, CoverageState.Whole)]
    [InlineData(0, 3, ModelNeeds.ThreadSamples, CoverageState.NotRecorded)]
    [InlineData(2, 3, ModelNeeds.CpuSamples, CoverageState.Partial)]
    [InlineData(2, 3, ModelNeeds.Samples, CoverageState.Partial)]
    [InlineData(0, 0, ModelNeeds.CpuSamples, CoverageState.NotRecorded)]
    [InlineData(0, 0, ModelNeeds.Samples, CoverageState.NotRecorded)]
    public void Samples_of_processors_are_covered_where_their_lane_is(
        double from, double to, object kind, object expected)
    {
        DateTime begin = NetTraceFile.Begin;
        Coverage coverage = Read(Manifests.Usual with
        {
            Sessions = [Runtime],
            Profiles = [],
            FirstUtc = begin,
            LastUtc = begin.AddSeconds(3),
            Lanes =
            [
                new ManifestLane(LaneKind.CpuSamples, begin.AddSeconds(from), begin.AddSeconds(to), 1, Lost: 0),
            ],
        }).Of((ModelNeeds)kind);
        Assert.Equal((CoverageState)expected, coverage.State);
        Assert.Equal(coverage.IsRequested ? to - from : 0, coverage.RecordedSeconds);
    }

    [Theory]
    [InlineData(Requests + ",Microsoft-Diagnostics-DiagnosticSource:0x2:4", ModelNeeds.DatabaseCommands, true)]
    [InlineData(Requests + ",Microsoft-Diagnostics-DiagnosticSource:0x2:4", ModelNeeds.Spans, false)]
    [InlineData(Runtime + ",Microsoft.AspNetCore.Hosting:0x1:4", ModelNeeds.Spans, true)]
    [InlineData("", ModelNeeds.Spans, false)]
    public void What_a_program_may_write_to_other_event_sources_is_recorded_from_some_only(
        string session, object kind, bool isOfSomeSources)
    {
        SnapshotManifest? manifest =
            session.Length > 0 ? Manifests.Usual with { Sessions = [session], Profiles = [] } : null;
        Coverage coverage = Read(manifest, hasSpans: true).Of((ModelNeeds)kind);
        Assert.Equal(isOfSomeSources, coverage.IsOfSomeSources);
        Assert.True(!isOfSomeSources || coverage is { State: CoverageState.Partial, Spans: null });
    }

    private static TraceCoverage Read(SnapshotManifest? manifest, bool hasSpans = false)
    {
        NetTraceFile file = new NetTraceFile().Add(RuntimeEvents.Custom("App", 1, "Begin"), at: 0);
        if (hasSpans)
        {
            file.Add(Start.In(1), at: 1);
        }

        if (manifest is not null)
        {
            file.AddAll(RuntimeEvents.SnapshotManifest(manifest), at: 2);
        }

        using MemoryStream stream = new(file.Whole());
        Assert.True(NetTraceModel.TryRead(
            stream, new TraceModel(), out NetTraceIndex? index, out _, TestContext.Current.CancellationToken));
        return index!.Context.Coverage;
    }
}
